import type { Declared } from '../../model/declared.ts';
import type { Endpoint, Instance, KubernetesNode, Live } from '../../model/live.ts';
import type { NodeHop, Stop } from '../../model/path.ts';
import { type Reference, referencePath } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { instanceAt, nodeOn } from '../live-index.ts';
import { livePool } from '../pool.ts';
import type { WantedForwarding } from './forwarding.ts';
import type { PoolNodes } from './pool-nodes.ts';
import type { Taking } from './taker.ts';

export interface Walk {
  declared: Declared;
  live: Live;
  nodes: Map<string, PoolNodes>;
  wanted: WantedForwarding;
  /** Why no firewall lets the declared sources through to a VM. */
  whyHeld: (instance: Instance) => string | null;
  /** Why it is not known which firewalls let traffic in to a VM, where one is declared. */
  whyUnsure: (instance: Instance) => string | null;
  /** Members whose health check fails, by their path. */
  sick: Set<string>;
  taking: Taking | null;
  /** Of the Service's port, ready or not. */
  endpoints: Endpoint[];
}

/** Every member of the pool, and every VM that should be one: what becomes of a packet there. */
export function nodeHops(walk: Walk): NodeHop[] {
  const { declared, live, nodes, wanted } = walk;
  const pool = livePool(declared, wanted.exposure.pool, live);
  const members = (pool?.members ?? []).flatMap(({ instance }) => instance ?? []);
  const behind = (nodes.get(wanted.exposure.pool)?.instances ?? []).map(({ reference }) => reference);
  const isMember = new Set(members.map(referencePath));
  const all = new Map([...behind, ...members].map((one) => [referencePath(one), one]));
  return [...all]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, reference]) =>
      hopOf(walk, reference, { instance: instanceAt(live, reference), isMember: isMember.has(path) }),
    );
}

interface Seen {
  instance: Instance | undefined;
  isMember: boolean;
}

function hopOf(walk: Walk, reference: Reference, { instance, isMember }: Seen): NodeHop {
  const node = nodeOn(walk.live, reference);
  const pods = node ? podsFrom(walk, node.name) : [];
  const stopped =
    beforeTheVm(walk, reference, { instance, isMember }) ??
    (instance && atTheVm(walk, instance)) ??
    atTheNode(walk, node) ??
    inTheCluster(walk, node?.name ?? '', pods);
  const place = { name: reference.name, zone: reference.location };
  if (!stopped) return { ...place, state: 'open', why: null, stop: null, pods };
  const [stop, why] = stopped;
  return { ...place, state: stop === 'unknown' ? 'unknown' : 'broken', why, stop, pods: [] };
}

type Stopped = [Stop, string] | null;

function beforeTheVm({ live }: Walk, reference: Reference, { instance, isMember }: Seen): Stopped {
  if (!isMember) return ['pool', 'it is not a member of the pool'];
  if (instance) return instance.status === 'RUNNING' ? null : ['vm', `the VM is ${instance.status}`];
  const gap = gapIn(live, ['instances'], [reference.location]);
  return gap ? ['unknown', gap] : ['vm', 'the VM no longer exists'];
}

function atTheVm({ whyHeld, whyUnsure, sick }: Walk, instance: Instance): Stopped {
  const unsure = whyUnsure(instance);
  if (unsure) return ['unknown', unsure];
  const held = whyHeld(instance);
  if (held) return ['firewall', held];
  return sick.has(referencePath(instance.reference)) ? ['health', 'its health check fails'] : null;
}

function atTheNode({ live }: Walk, node: KubernetesNode | undefined): Stopped {
  if (node) return null;
  const gap = gapIn(live, ['nodes']);
  return gap ? ['unknown', gap] : ['node', 'the VM is no node of the cluster'];
}

function inTheCluster({ live, taking, wanted }: Walk, node: string, pods: string[]): Stopped {
  const gap = gapIn(live, ['services', 'pods', 'endpoints']);
  if (pods.length > 0) return taking?.taker === 'hostPort' && !taking.isListed ? mayTake(wanted, pods) : null;
  if (gap) return ['unknown', gap];
  if (!taking) return ['service', whatIsNotTaken(wanted)];
  if (taking.taker === 'hostPort') return ['local', `no ready pod with hostPort ${wanted.ports} runs on ${node}`];
  if (taking.service.isLocal) return ['local', `externalTrafficPolicy is Local and no ready pod runs on ${node}`];
  return ['pods', `Service ${taking.service.namespace}/${taking.service.name} has no ready pod`];
}

function mayTake({ protocol, ports }: WantedForwarding, [pod]: string[]): Stopped {
  const why = `pod ${pod} is in the host's network, where it may take ${protocol} port ${ports} without saying so: list the port among its own`;
  return ['unknown', why];
}

function whatIsNotTaken({ protocol, ports, address, exposure: { service } }: WantedForwarding): string {
  const what = `${protocol} port ${ports} of ${address.ip ?? address.declared}`;
  return service ? `Service ${service.namespace}/${service.name} does not take ${what}` : `nothing takes ${what}`;
}

function podsFrom({ taking, endpoints }: Walk, node: string): string[] {
  if (!taking) return [];
  if (taking.taker === 'hostPort') {
    return taking.pods
      .filter((pod) => pod.node === node && pod.ready)
      .map(({ namespace, name }) => `${namespace}/${name}`);
  }
  return endpoints
    .filter((one) => one.ready && (!taking.service.isLocal || one.node === node))
    .map(({ namespace, pod, address }) => `${namespace}/${pod ?? address}`)
    .toSorted();
}
