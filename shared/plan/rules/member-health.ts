import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, MemberHealth } from '../../model/live.ts';
import { lastSegment, referencePath, sameReference } from '../../model/reference.ts';
import { livePool, poolSubject } from '../pool.ts';
import { isDown } from '../pool-case.ts';
import { declaredFirewalls } from '../traffic/declared-firewall.ts';
import { surelyShutFrom } from '../traffic/destinations.ts';
import { poolNodes } from '../traffic/pool-nodes.ts';

/** Checkers need some rounds before they believe in a new VM. */
const startingMilliseconds = 5 * 60_000;

/** P-12, N-09: what the health checkers say of members that had time to come up, by each address of the pool. */
export function memberHealth(declared: Declared, live: Live): Finding[] {
  return declared.cluster.spec.pools.flatMap(({ name }) => {
    const isHeld = heldMembers(declared, live, name);
    const health = live.health.filter(({ pool }) => pool.name === name);
    const byAddress = Map.groupBy(health, ({ address }) => address);
    const sick = [...byAddress.values()].flatMap((members) => sickOf(declared, live, { members, isHeld }));
    return [...Map.groupBy(sick, ({ path }) => path).values()].flatMap((alike) => {
      const by = new Set(alike.map(({ member }) => member.address));
      const backup = lastSegment(livePool(declared, name, live)?.backupPool ?? '');
      return unhealthy(declared, alike, { addresses: by.size < byAddress.size ? [...by] : [], backup });
    });
  });
}

/** A member, or all of them by the first. */
interface Sick {
  member: MemberHealth;
  areAll: boolean;
  path: string;
}

interface Asked {
  members: MemberHealth[];
  isHeld: (one: MemberHealth) => boolean;
}

function sickOf(declared: Declared, live: Live, { members, isHeld }: Asked): Sick[] {
  const sick = members.filter((one) => !one.healthy && isGrownUp(live, one));
  const silent = sick.filter((one) => !isHeld(one));
  return sick.length === members.length && areAllAsked(declared, live, members)
    ? silent.slice(0, 1).map((member) => ({ member, areAll: true, path: 'instances' }))
    : silent.map((member) => ({ member, areAll: false, path: pathOf(member) }));
}

function pathOf({ instance }: MemberHealth): string {
  return `instances[${instance.location}/${instance.name}]`;
}

/** Of a big pool only a part is asked, and an answer may have failed (P-07): the rest may be well, unless it cannot answer. */
function areAllAsked(declared: Declared, live: Live, asked: MemberHealth[]): boolean {
  const [first] = asked;
  const pool = first && livePool(declared, first.pool.name, live);
  const paths = new Set(asked.map(({ instance }) => referencePath(instance)));
  return (
    pool?.members.every(({ instance }) => instance && (paths.has(referencePath(instance)) || isDown(live, instance))) ??
    false
  );
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
  const isShut = surelyShutFrom(live, declared.cluster.spec.network, wanted);
  return ({ instance }) => {
    const vm = nodes.instances.find(({ reference }) => sameReference(reference, instance));
    return vm !== undefined && isShut(vm);
  };
}

interface Around {
  /** Where it is not the same by all of them. */
  addresses: (string | null)[];
  /** The pool that takes over; empty: none. */
  backup: string;
}

function unhealthy({ source }: Declared, [first]: Sick[], { addresses, backup }: Around): Finding[] {
  if (!first) return [];
  const { pool } = first.member;
  const named = addresses.filter((one) => one !== null).join(', ');
  const check = named ? `the health check of ${named}` : 'the health check';
  const why = first.areAll
    ? `no member answers ${check}, so the pool sends ${backup ? `all traffic to its backup pool \`${backup}\`` : 'traffic to all of them, dead or alive'}`
    : `it does not answer ${check}, so the pool sends it no new connections`;
  return [
    finding({
      severity: first.areAll ? 'critical' : 'warning',
      subject: poolSubject(pool),
      path: first.path,
      rule: 'N-09',
      declared: 'HEALTHY',
      live: 'UNHEALTHY',
      why,
      command: `gcloud compute target-pools get-health ${pool.name} --project=${pool.project} --region=${pool.location}`,
      source,
    }),
  ];
}
