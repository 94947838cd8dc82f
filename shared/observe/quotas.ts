import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { Quota } from '../model/live.ts';
import { type Reading, whyUnread } from './pages.ts';

type RawQuota = protos.google.cloud.compute.v1.IQuota;

/** N-10: what may still be made in the project and in its region. */
export async function observeQuotas(compute: ComputeClients, project: string, region: string): Promise<Reading<Quota>> {
  const [ofProject, ofRegion] = await Promise.all([
    readOne('project', async () => (await compute.projects().get({ project }))[0].quotas),
    readOne('region', async () => (await compute.regions().get({ project, region }))[0].quotas),
  ]);
  return { items: [...ofProject.items, ...ofRegion.items], gaps: [...ofProject.gaps, ...ofRegion.gaps] };
}

async function readOne(
  scope: Quota['scope'],
  fetchQuotas: () => Promise<RawQuota[] | null | undefined>,
): Promise<Reading<Quota>> {
  try {
    const items = ((await fetchQuotas()) ?? []).map(({ metric, limit, usage }) => ({
      scope,
      metric: String(metric ?? ''),
      limit: limit ?? 0,
      usage: usage ?? 0,
    }));
    return { items, gaps: [] };
  } catch (error) {
    return { items: [], gaps: [{ area: 'quotas', part: scope, why: whyUnread(error) }] };
  }
}
