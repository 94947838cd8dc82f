import { auditAll } from './audit.ts';
import { messageOf } from './errors.ts';
import type { Audit, History } from './model/audit.ts';
import { withAuthors } from './report/changed-by.ts';
import { exitStatusOf } from './report/exit-status.ts';
import { withHistory } from './report/history.ts';
import { publishReports } from './report/publish.ts';
import { type ReportBucket, reportBucket } from './report/report-bucket.ts';
import { wasCut } from './transport-deadline.ts';
import type { World } from './world.ts';

/** The audit with its history. Nothing is kept and nobody is told: this is what a reader gets. */
export async function auditWithHistory(world: World): Promise<Audit> {
  return auditAgainst(world, await reportBucket(world));
}

/** The audit of the night: kept and published. A report that cannot leave blocks nothing (I-35). */
export async function nightlyAudit(world: World): Promise<Audit> {
  const bucket = await reportBucket(world);
  const audit = await auditAgainst(world, bucket);
  const leaving = [
    ...audit.results.map((one) => ({ where: `bucket ${world.config.reportBucket}`, sent: bucket?.keep(one) })),
    { where: `topic ${world.config.reportTopic}`, sent: publishReports(audit, world) },
  ];
  const settled = await Promise.allSettled(leaving.map(({ sent }) => sent));
  for (const [index, one] of settled.entries()) {
    if (one.status === 'rejected')
      world.log.error('report not delivered', { where: leaving[index]?.where, why: messageOf(one.reason) });
  }
  logEnd(audit, world);
  return audit;
}

async function auditAgainst(world: World, bucket: ReportBucket | null): Promise<Audit> {
  const audit = await auditAll(world);
  const results = await Promise.all(audit.results.map((one) => withAuthors(one, world)));
  const histories = new Map<string, History | null>();
  for (const { result } of results) {
    const { cluster } = result.report;
    histories.set(cluster, (await bucket?.history(cluster)) ?? null);
  }
  return withHistory({ ...audit, results }, histories);
}

/** The alert on absent audits counts the line `audit finished`: only an audit that ran to its end writes it. */
function logEnd(audit: Audit, { log }: World): void {
  const facts = {
    exitStatus: exitStatusOf(audit),
    clusters: audit.results.map(({ result: { report } }) => ({
      cluster: report.cluster,
      ...report.summary,
      complete: report.complete,
    })),
    problems: audit.problems.map(({ cluster, error }) => ({ cluster, error })),
  };
  const isCut =
    audit.problems.some(({ cut }) => cut) || audit.results.some(({ result }) => result.live.gaps.some(wasCut));
  if (isCut) log.warning('audit cut', facts);
  else if (audit.results.length === 0) log.error('audit failed', facts);
  else log.info('audit finished', facts);
}
