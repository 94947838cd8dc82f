import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, MemberHealth } from '../../model/live.ts';
import { sameReference } from '../../model/reference.ts';
import { poolSubject } from '../pool.ts';

/** Checkers need some rounds before they believe in a new VM. */
const startingMilliseconds = 5 * 60_000;

/** P-12, N-09: what the health checkers say of members that had time to come up. */
export function memberHealth(declared: Declared, live: Live): Finding[] {
  return declared.cluster.spec.pools.flatMap(({ name }) => {
    const members = live.health.filter(({ pool }) => pool.name === name);
    const sick = members.filter((one) => !one.healthy && isGrownUp(live, one));
    return sick.map((one) => unhealthy(declared, one, sick.length === members.length));
  });
}

function isGrownUp({ instances, observedAt }: Live, { instance }: MemberHealth): boolean {
  const found = instances.find(({ reference }) => sameReference(reference, instance));
  return found?.status === 'RUNNING' && observedAt - Date.parse(found.creationTimestamp) > startingMilliseconds;
}

function unhealthy({ source }: Declared, { pool, instance }: MemberHealth, isAll: boolean): Finding {
  const why = isAll
    ? 'no member answers the health check, so the pool sends traffic to all of them, dead or alive'
    : 'it does not answer the health check, so the pool sends it no new connections';
  return finding({
    severity: isAll ? 'critical' : 'warning',
    subject: poolSubject(pool),
    path: `instances[${instance.location}/${instance.name}]`,
    rule: 'N-09',
    declared: 'HEALTHY',
    live: 'UNHEALTHY',
    why,
    command: `gcloud compute target-pools get-health ${pool.name} --project=${pool.project} --region=${pool.location}`,
    source,
  });
}
