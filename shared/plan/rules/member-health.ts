import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, MemberHealth } from '../../model/live.ts';
import { type Reference, referencePath, sameReference } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { instanceAt } from '../live-index.ts';
import { livePool, poolSubject } from '../pool.ts';
import { declaredFirewalls } from '../traffic/declared-firewall.ts';
import { heldFrom, isShut } from '../traffic/held-back.ts';
import { poolNodes } from '../traffic/pool-nodes.ts';

/** Checkers need some rounds before they believe in a new VM. */
const startingMilliseconds = 5 * 60_000;

/** P-12, N-09: what the health checkers say of members that had time to come up. */
export function memberHealth(declared: Declared, live: Live): Finding[] {
  return declared.cluster.spec.pools.flatMap(({ name }) => {
    const members = live.health.filter(({ pool }) => pool.name === name);
    const sick = members.filter((one) => !one.healthy && isGrownUp(live, one));
    const isHeld = heldMembers(declared, live, name);
    const silent = sick.filter((one) => !isHeld(one));
    const [first] = silent;
    if (!first) return [];
    return sick.length === members.length && areAllAsked(declared, live, members)
      ? [allUnhealthy(declared, first)]
      : silent.map((one) => unhealthy(declared, one));
  });
}

/** Of a big pool only a part is asked, and an answer may have failed (P-07): the rest may be well. */
function areAllAsked(declared: Declared, live: Live, asked: MemberHealth[]): boolean {
  const [first] = asked;
  const pool = first && livePool(declared, first.pool.name, live);
  const paths = new Set(asked.map(({ instance }) => referencePath(instance)));
  return (
    pool?.members.every(({ instance }) => instance && (paths.has(referencePath(instance)) || isDown(live, instance))) ??
    false
  );
}

/** Nobody has to be asked for what cannot answer. */
function isDown(live: Live, instance: Reference): boolean {
  const found = instanceAt(live, instance);
  return found ? found.status !== 'RUNNING' : gapIn(live, ['instances'], [instance.location]) === null;
}

function isGrownUp({ instances, observedAt }: Live, { instance }: MemberHealth): boolean {
  const found = instances.find(({ reference }) => sameReference(reference, instance));
  return found?.status === 'RUNNING' && observedAt - Date.parse(found.creationTimestamp) > startingMilliseconds;
}

/** N-11: VMs that the checkers are kept from; there the firewall, or the tag, is what is wrong, and told as such. */
function heldMembers(declared: Declared, live: Live, pool: string): (one: MemberHealth) => boolean {
  const wanted = declaredFirewalls(declared).find((one) => one.isForHealth && one.pool === pool);
  const nodes = poolNodes(declared, live).get(pool);
  if (!wanted || !nodes) return () => false;
  const whatOf = heldFrom(live, declared.cluster.spec.network, wanted);
  return ({ instance }) => {
    const vm = nodes.instances.find(({ reference }) => sameReference(reference, instance));
    return vm !== undefined && isShut(whatOf(vm));
  };
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
