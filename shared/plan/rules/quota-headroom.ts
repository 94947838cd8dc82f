import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, Quota } from '../../model/live.ts';

/** What a creation in a manual repair would draw on. */
const metrics = [
  'TARGET_POOLS',
  'FORWARDING_RULES',
  'STATIC_ADDRESSES',
  'IN_USE_ADDRESSES',
  'FIREWALLS',
  'HEALTH_CHECKS',
];

/** N-10: said before it stops somebody, without calling it drift. */
export function quotaHeadroom(declared: Declared, live: Live): Finding[] {
  return live.quotas.filter(isShort).map((quota) => shortage(declared, quota));
}

function isShort({ metric, limit, usage }: Quota): boolean {
  return metrics.includes(metric) && limit > 0 && usage >= limit * 0.9;
}

function shortage({ cluster, source }: Declared, { scope, metric, limit, usage }: Quota): Finding {
  const { project, region } = cluster.spec;
  const left = limit - usage;
  return finding({
    severity: 'info',
    subject: scope === 'project' ? `Project/${project}` : `Region/${region}`,
    path: `quotas[${metric}]`,
    rule: 'N-10',
    declared: limit,
    live: usage,
    why: `${usage} of ${limit} ${metric} are used: ${left <= 0 ? 'nothing more can be made' : `room for ${left} more`}`,
    command:
      scope === 'project'
        ? `gcloud compute project-info describe --project=${project}`
        : `gcloud compute regions describe ${region} --project=${project}`,
    source,
  });
}
