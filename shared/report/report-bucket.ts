import type { Bucket } from '@google-cloud/storage';
import { z } from 'zod';
import { messageOf } from '../errors.ts';
import type { AuditedCluster, History } from '../model/audit.ts';
import type { World } from '../world.ts';
import { nightsWith, openOf, tonight } from './history.ts';
import { reportJson } from './json.ts';
import { jsonText } from './printable.ts';
import { renderReport } from './render.ts';

/**
 * Where reports are kept: `CLUSTER/TIME.json` and `.html`, one for each audit, never overwritten. The newest JSON is the
 * history of the next audit: without a history of its own none is kept, or all that was before would be lost.
 */
export interface ReportBucket {
  /** `null`: it could not be read. What was read and is no report counts as none. */
  history(cluster: string): Promise<History | null>;
  keep(audited: AuditedCluster): Promise<void>;
}

/** `null` without UNDERPIN_REPORT_BUCKET. The client is loaded only here. */
export async function reportBucket({ config, runtime, log }: World): Promise<ReportBucket | null> {
  if (config.reportBucket === null) return null;
  const { Storage } = await import('@google-cloud/storage');
  const bucket = new Storage({
    ...(config.storageEndpoint && { apiEndpoint: config.storageEndpoint, useAuthWithCustomEndpoint: false }),
    retryOptions: { maxRetries: 2, totalTimeout: 30 },
    timeout: 20_000,
  }).bucket(config.reportBucket);
  return {
    history: async (cluster) => {
      const tell = (error: unknown) => log.warning('no history', { cluster, why: messageOf(error) });
      try {
        return await lastHistory(bucket, cluster, tell);
      } catch (error) {
        tell(error);
        return null;
      }
    },
    keep: (audited) => keepReport(bucket, audited, new Date(runtime.now())),
  };
}

const first: History = { lastAt: null, open: [], nights: [] };

async function lastHistory(bucket: Bucket, cluster: string, tell: (error: unknown) => void): Promise<History> {
  const [files] = await bucket.getFiles({ prefix: `${cluster}/`, fields: 'items(name),nextPageToken' });
  const newest = files
    .filter(({ name }) => /\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.json$/.test(name))
    .toSorted((one, other) => (one.name < other.name ? 1 : -1))[0];
  if (!newest) return first;
  const [content] = await bucket.file(newest.name).download();
  try {
    return historyIn(newest.name, content.toString());
  } catch (error) {
    tell(error);
    return first;
  }
}

function historyIn(name: string, text: string): History {
  const { findings, nights } = kept.parse(JSON.parse(text));
  return { lastAt: timeOf(name), open: openOf({ findings } as never), nights } as History;
}

/** As much as history needs of what an earlier version of Underpin may have written. */
const kept = z.object({
  findings: z.array(z.looseObject({ fingerprint: z.string(), status: z.string(), since: z.string().nullable() })),
  nights: z
    .array(z.object({ date: z.string(), complete: z.boolean(), worst: z.record(z.string(), z.string()) }))
    .default([]),
});

async function keepReport(bucket: Bucket, audited: AuditedCluster, at: Date): Promise<void> {
  const { report } = audited.result;
  const stamp = at.toISOString();
  const nights = nightsWith(audited.history?.nights ?? [], tonight(report, stamp.slice(0, 10)));
  const name = `${report.cluster}/${stamp.replaceAll(':', '-')}`;
  const save = (ending: string, body: string, contentType: string) =>
    bucket.file(`${name}.${ending}`).save(body, {
      contentType,
      resumable: false,
      preconditionOpts: { ifGenerationMatch: 0 },
    });
  if (audited.history) await save('json', jsonText({ ...reportJson(report), nights }), 'application/json');
  await save('html', renderReport('html', { results: [audited], problems: [] }), 'text/html; charset=utf-8');
}

/** `home/2027-01-15T03-00-07.250Z.json` -> RFC 3339 */
function timeOf(name: string): string {
  const stamp = name.slice(name.lastIndexOf('/') + 1, -'.json'.length);
  return stamp.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:');
}
