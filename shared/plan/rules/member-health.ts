import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, MemberHealth } from '../../model/live.ts';
import { sameReference } from '../../model/reference.ts';
import { poolSubject } from '../pool.ts';
import { declaredFirewalls } from '../traffic/declared-firewall.ts';
import { whatIsHeldBack } from '../traffic/held-back.ts';
import { poolNodes } from '../traffic/pool-nodes.ts';

/** Checkers need some rounds before they believe in a new VM. */
const startingMilliseconds = 5 * 60_000;

/** P-12, N-09: what the health checkers say of members that had time to come up. */
export function memberHealth(declared: Declared, live: Live): Finding[] {
  return declared.cluster.spec.pools.flatMap(({ name }) => {
    const members = live.health.filter(({ pool }) => pool.name === name);
    const sick = members.filter((one) => !one.healthy && isGrownUp(live, one));
    const [first] = sick;
    if (!first || areCheckersHeld(declared, live, name)) return [];
    return sick.length === members.length
      ? [allUnhealthy(declared, first)]
      : sick.map((one) => unhealthy(declared, one));
  });
}

function isGrownUp({ instances, observedAt }: Live, { instance }: MemberHealth): boolean {
  const found = instances.find(({ reference }) => sameReference(reference, instance));
  return found?.status === 'RUNNING' && observedAt - Date.parse(found.creationTimestamp) > startingMilliseconds;
}

/** N-11: then the firewall is what is wrong, and told as such. */
function areCheckersHeld(declared: Declared, live: Live, pool: string): boolean {
  const wanted = declaredFirewalls(declared).find((one) => one.isForHealth && one.pool === pool);
  const nodes = poolNodes(declared, live).get(pool);
  if (!wanted || !nodes) return false;
  return whatIsHeldBack(live, declared.cluster.spec.network, { wanted, nodes }) !== null;
}

function allUnhealthy(declared: Declared, one: MemberHealth): Finding {
  const why = 'no member answers the health check, so the pool sends traffic to all of them, dead or alive';
  return { ...unhealthy(declared, one), severity: 'critical', path: 'instances', why };
}

function unhealthy({ source }: Declared, { pool, instance }: MemberHealth): Finding {
  const why = 'it does not answer the health check, so the pool sends it no new connections';
  return finding({
    severity: 'warning',
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
