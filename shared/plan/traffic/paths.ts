import type { Declared } from '../../model/declared.ts';
import type { Endpoint, Live } from '../../model/live.ts';
import type { Hop, NodeHop, PodHop, TrafficPath } from '../../model/path.ts';
import { lastSegment, referencePath } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { livePool } from '../pool.ts';
import { remembered } from '../remember.ts';
import { type DeclaredFirewall, firewallFor } from './declared-firewall.ts';
import { sureOf, whyUnsure } from './destinations.ts';
import { diskHops } from './disk-hops.ts';
import { intervalsOf, type WantedForwarding, wantedForwarding } from './forwarding.ts';
import { heldFrom, heldWords, isShut, whatIsHeldBack, whyUntold } from './held-back.ts';
import { covers } from './intervals.ts';
import { matchFirewalls } from './matching-firewall.ts';
import { nodeHops, type Walk } from './node-hops.ts';
import { type PoolNodes, poolNodes } from './pool-nodes.ts';
import { portIntervals } from './ports.ts';
import { type Taking, takingOf, untakenOf } from './taker.ts';

/** For each address, protocol and port range: does a packet reach a ready pod from every node of the pool (N-07)? */
export const pathsOf: (declared: Declared, live: Live) => TrafficPath[] = remembered((declared, live) => {
  const nodes = poolNodes(declared, live);
  return wantedForwarding(declared, live).map((wanted) => pathOf(declared, live, { wanted, nodes }));
});

interface Way {
  wanted: WantedForwarding;
  nodes: Map<string, PoolNodes>;
}

function pathOf(declared: Declared, live: Live, { wanted, nodes }: Way): TrafficPath {
  const { exposure, address, protocol, ports } = wanted;
  const packets = { ip: address.ip, protocol, ports };
  const taking = takingOf(live, exposure, packets);
  const endpoints = endpointsOf(live, taking);
  const firewall = onlyFor(wanted, firewallFor(declared, exposure));
  const behind = nodes.get(exposure.pool) ?? { instances: [], tags: [], why: null };
  const whyHeld = firewall ? whyHeldFrom(declared, live, firewall) : () => null;
  const unsureOf = firewall ? whyUnsureFrom(declared, live, firewall) : () => null;
  const sick = sickMembers(live, exposure.pool, address.ip);
  const hops = nodeHops({ declared, live, nodes, wanted, whyHeld, whyUnsure: unsureOf, sick, taking, endpoints });
  const way = {
    address: addressHop(wanted),
    forwardingRule: forwardingHop(live, wanted),
    pool: poolHop(declared, live, wanted),
  };
  return {
    stack: exposure.stack,
    ip: address.ip,
    protocol,
    ports,
    ...way,
    firewall: firewallHop(declared, live, { wanted: firewall, nodes: behind }),
    nodes: hops,
    service: taking?.service ? { namespace: taking.service.namespace, name: taking.service.name } : exposure.service,
    taker: taking?.taker ?? null,
    untaken: taking && !gapIn(live, ['services', 'pods']) ? untakenOf(live, exposure, packets) : [],
    pods: podHops(taking, endpoints),
    disks: diskHops(declared, live, exposure.stack),
    reaches: reachOf(Object.values(way), hops),
    source: exposure.source,
  };
}

/** Its owner may have more ports: they have ways of their own. */
function onlyFor({ protocol, ports }: WantedForwarding, firewall: DeclaredFirewall | null): DeclaredFirewall | null {
  return firewall && { ...firewall, allowed: [{ protocol, ports: [ports] }] };
}

/** Who is on a list of those that are kept out says nothing of the way that the others take. */
function whyHeldFrom({ cluster }: Declared, live: Live, firewall: DeclaredFirewall): Walk['whyHeld'] {
  const whatOf = heldFrom(live, cluster.spec.network, firewall);
  return (instance) => {
    const held = whatOf(instance);
    return isShut(held) ? heldWords(held) : null;
  };
}

function whyUnsureFrom({ cluster }: Declared, live: Live, firewall: DeclaredFirewall): Walk['whyUnsure'] {
  const gap = gapIn(live, ['firewalls']);
  return gap ? () => gap : whyUnsure(live, cluster.spec.network, firewall);
}

function addressHop({ address, exposure }: WantedForwarding): Hop {
  const name = address.reserved?.reference.name ?? exposure.address;
  if (address.reserved) return { name, state: 'open', why: null };
  if (address.unknown) return { name, state: 'unknown', why: address.unknown };
  return { name, state: 'broken', why: 'the address is not reserved' };
}

/** One that holds more ports than declared carries the declared ones too. */
function forwardingHop(live: Live, { found, overlapping, ports, pool, reference, address }: WantedForwarding): Hop {
  const serving = found ?? overlapping.find((one) => covers(intervalsOf(one), portIntervals([ports]))) ?? null;
  if (serving) {
    const { name } = serving.reference;
    const target = lastSegment(serving.target);
    if (target === pool.name) return { name, state: 'open', why: null };
    return { name, state: 'broken', why: `it sends traffic to \`${target}\`` };
  }
  const gap = address.unknown ?? gapIn(live, ['forwardingRules'], [reference.location]);
  return { name: reference.name, state: gap ? 'unknown' : 'broken', why: gap ?? 'there is no forwarding rule' };
}

function poolHop(declared: Declared, live: Live, { exposure: { pool: name } }: WantedForwarding): Hop {
  const pool = livePool(declared, name, live);
  if (pool && pool.members.length > 0) return { name, state: 'open', why: null };
  const gap = gapIn(live, ['pools']);
  if (gap) return { name, state: 'unknown', why: gap };
  return { name, state: 'broken', why: pool ? 'the pool has no members' : 'the pool does not exist' };
}

function firewallHop(
  declared: Declared,
  live: Live,
  { wanted, nodes }: { wanted: DeclaredFirewall | null; nodes: Pick<PoolNodes, 'instances' | 'tags' | 'why'> },
): Hop {
  if (!wanted) return { name: '', state: 'open', why: 'no firewall is declared' };
  // One that was made by hand has a name of its own.
  const name = matchFirewalls(declared, live).get(wanted.key)?.firewall.reference.name ?? wanted.name;
  const gap = gapIn(live, ['firewalls']);
  if (gap) return { name, state: 'unknown', why: gap };
  const { network } = declared.cluster.spec;
  const held = whatIsHeldBack(live, network, { wanted, nodes });
  const { why } = sureOf(live, network, { wanted, instances: nodes.instances });
  const unknown = why ?? (held && whyUntold(live, network, { wanted, nodes }));
  if (unknown) return { name, state: 'unknown', why: unknown };
  return { name, state: isShut(held) ? 'broken' : 'open', why: held && heldWords(held) };
}

/** Of the Service's very port: a slice serves it under the same name. */
function endpointsOf(live: Live, taking: Taking | null): Endpoint[] {
  if (!taking?.service) return [];
  const { service, port } = taking;
  return live.endpoints.filter(
    (one) => one.namespace === service.namespace && one.service === service.name && one.portNames.includes(port.name),
  );
}

function podHops(taking: Taking | null, endpoints: Endpoint[]): PodHop[] {
  const behind = endpoints.map(({ namespace, pod, address, node, ready }) => ({
    namespace,
    name: pod ?? address,
    node,
    ready,
  }));
  const seen = new Map([...behind, ...(taking?.pods ?? [])].map((one) => [`${one.namespace}/${one.name}`, one]));
  return [...seen]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { namespace, name, node, ready }]) => ({
      namespace,
      name,
      node,
      state: ready ? 'open' : 'broken',
      why: ready ? null : 'the pod is not ready',
    }));
}

function sickMembers({ health }: Live, name: string, ip: string | null): Set<string> {
  const sick = health.filter(({ pool, address, healthy }) => pool.name === name && (address ?? ip) === ip && !healthy);
  return new Set(sick.map(({ instance }) => referencePath(instance)));
}

function reachOf(way: Hop[], hops: NodeHop[]): TrafficPath['reaches'] {
  const members = hops.filter(({ stop }) => stop !== 'pool');
  if (way.some(({ state }) => state === 'broken')) return 'none';
  if (way.some(({ state }) => state === 'unknown') || members.some(({ state }) => state === 'unknown'))
    return 'unknown';
  const open = members.filter(({ state }) => state === 'open').length;
  if (open === members.length && open > 0) return 'all';
  return open > 0 ? 'some' : 'none';
}
