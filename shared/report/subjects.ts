import type { Declared } from '../model/declared.ts';
import type { Live } from '../model/live.ts';
import type { TrafficPath } from '../model/path.ts';
import type { DiskDeclaration } from '../model/stack.ts';
import { healthCheckName } from '../plan/rules/health-checks.ts';

/** Everything declared that a run looks at, by the names findings use: what of it has no finding is in sync. */
export function subjectsOf(declared: Declared, live: Live, paths: TrafficPath[]): Set<string> {
  const { stacks, cluster } = declared;
  const { region, pools } = cluster.spec;
  return new Set([
    ...pools.map(({ name }) => `TargetPool/${region}/${name}`),
    ...pools.flatMap((pool) => (pool.healthCheck ? [`HttpHealthCheck/${healthCheckName(declared, live, pool)}`] : [])),
    ...paths.flatMap(({ address, forwardingRule, firewall }) => [
      `Address/${region}/${address.name}`,
      `ForwardingRule/${region}/${forwardingRule.name}`,
      ...(firewall.name ? [`Firewall/${firewall.name}`] : []),
    ]),
    ...stacks.flatMap(({ spec }) => spec.disks.map(diskSubject)),
    ...(live.objects?.objects ?? []).flatMap(({ subject, result }) =>
      result.state === 'not-compared' || result.state === 'not-kept' ? [] : [subject],
    ),
  ]);
}

function diskSubject(disk: DiskDeclaration): string {
  return `Disk/${'zone' in disk ? disk.zone : disk.region}/${disk.name}`;
}
