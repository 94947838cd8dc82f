import type { AuditedCluster } from '../../model/audit.ts';
import type { Hop, HopState, NodeHop, TrafficPath } from '../../model/path.ts';
import { ghostsOf } from './ghosts.ts';

/** The ways through one pool, drawn together: services share addresses, pools, nodes and disks. */
export interface PoolMap {
  pool: Station;
  addresses: Station[];
  forwardingRules: Station[];
  nodes: NodeStation[];
  pods: PodStation[];
  disks: DiskStation[];
  /** Keys of an address and a forwarding rule. */
  addressLinks: [string, string][];
}

export interface Station {
  key: string;
  name: string;
  detail: string;
  state: HopState | 'ghost';
  /** Why it is broken or unknown. */
  why: string[];
}

export interface NodeStation extends Station {
  zone: string;
}

export interface PodStation extends Station {
  /** Key of the node it runs on; `null`: none of the pool's. */
  node: string | null;
}

export interface DiskStation extends Station {
  pods: string[];
}

export function poolMaps({ declared, result: { live, paths } }: AuditedCluster): PoolMap[] {
  const byPool = Map.groupBy(paths, ({ pool }) => pool.name);
  return [...byPool].map(([name, ways]) => {
    const ghosts = ghostsOf(declared, live, name);
    const nodes = withGhosts(nodeStations(ways), ghosts);
    const pods = podStations(ways, nodes);
    return {
      pool: {
        ...stationOf(
          name,
          ways.map(({ pool }) => pool),
        ),
        detail: 'target pool',
      },
      addresses: addressStations(ways),
      forwardingRules: ruleStations(ways),
      nodes,
      pods,
      disks: diskStations(ways, pods),
      addressLinks: ways.map((way) => [addressKey(way), ruleKey(way)]),
    };
  });
}

const addressKey = ({ address, ip }: TrafficPath) => `${address.name} ${ip ?? ''}`;
const ruleKey = ({ forwardingRule, protocol, ports }: TrafficPath) => `${forwardingRule.name} ${protocol} ${ports}`;

function addressStations(ways: TrafficPath[]): Station[] {
  return [...Map.groupBy(ways, addressKey)].map(([key, same]) => ({
    ...stationOf(
      key,
      same.map(({ address }) => address),
    ),
    detail: same[0]?.ip ?? 'no address',
  }));
}

function ruleStations(ways: TrafficPath[]): Station[] {
  return [...Map.groupBy(ways, ruleKey)].map(([key, same]) => {
    const toldByNodes = same.some(({ nodes }) => nodes.some(({ stop }) => stop === 'firewall'));
    const firewalls = same.map(({ firewall }) => firewall).filter(({ state }) => state !== 'open' && !toldByNodes);
    const hops = [...same.map(({ forwardingRule }) => forwardingRule), ...firewalls.map(namedFirewall)];
    const [first] = same;
    return { ...stationOf(key, hops), detail: first ? `${first.protocol} ${first.ports}` : '' };
  });
}

function namedFirewall(hop: Hop): Hop {
  return { ...hop, why: `firewall ${hop.name}: ${hop.why ?? hop.state}` };
}

function nodeStations(ways: TrafficPath[]): NodeStation[] {
  const hops = ways.flatMap((way) => way.nodes.map((node) => ({ way, node })));
  return [...Map.groupBy(hops, ({ node }) => `${node.zone}/${node.name}`)].map(([key, same]) => {
    const nodes = same.map(({ node }) => node);
    const zone = nodes[0]?.zone ?? '';
    return { ...stationOf(key, nodes), why: reasonsOf(same), detail: zone, zone };
  });
}

const byNumber = new Intl.Collator('en', { numeric: true });

/** A VM that is gone is a ghost alone; one that was replaced stands beside the VM that took its name. */
function withGhosts(nodes: NodeStation[], ghosts: NodeStation[]): NodeStation[] {
  const gone = new Map(ghosts.map((one) => [one.key, one]));
  const kept = nodes.map((node) => gone.get(node.key) ?? node);
  const others = ghosts.filter(({ key }) => !nodes.some((node) => node.key === key));
  return [...kept, ...others].toSorted((one, other) => byNumber.compare(one.key, other.key));
}

/** Said once where it holds for every service, and by the service's name where it does not. */
function reasonsOf(same: { way: TrafficPath; node: NodeHop }[]): string[] {
  const told = same.filter(({ node }) => node.why !== null);
  return [...Map.groupBy(told, ({ node }) => node.why ?? '')].map(([why, group]) => {
    if (group.length === same.length) return why;
    return `${[...new Set(group.map(({ way }) => way.stack))].join(', ')}: ${why}`;
  });
}

function podStations(ways: TrafficPath[], nodes: NodeStation[]): PodStation[] {
  const keys = new Map(nodes.filter(({ state }) => state !== 'ghost').map(({ name, key }) => [name, key]));
  const pods = ways.flatMap((way) => way.pods);
  return [...Map.groupBy(pods, ({ namespace, name }) => `${namespace}/${name}`)].map(([key, same]) => {
    const [first] = same;
    const node = first?.node ?? null;
    const elsewhere = node === null ? 'on no node' : `on ${node}`;
    const onNode = node === null ? null : (keys.get(node) ?? null);
    return {
      ...stationOf(key, same),
      detail: onNode === null ? `${first?.namespace ?? ''}, ${elsewhere}` : (first?.namespace ?? ''),
      node: onNode,
    };
  });
}

function diskStations(ways: TrafficPath[], pods: PodStation[]): DiskStation[] {
  const hops = ways.flatMap((way) => way.disks.map((disk) => ({ way, disk })));
  return [...Map.groupBy(hops, ({ disk }) => disk.name)].map(([key, same]) => {
    const holders = [...new Set(same.flatMap(({ disk }) => disk.holders))];
    const users = new Set(same.flatMap(({ way }) => way.pods.map(({ namespace, name }) => `${namespace}/${name}`)));
    return {
      ...stationOf(
        key,
        same.map(({ disk }) => disk),
      ),
      detail: holders.length > 0 ? `on ${holders.join(', ')}` : 'persistent disk',
      pods: pods.filter((pod) => users.has(pod.key)).map((pod) => pod.key),
    };
  });
}

const worse: (HopState | 'ghost')[] = ['broken', 'unknown', 'open'];

function stationOf(key: string, hops: Hop[]): Station {
  const state = worse.find((one) => hops.some((hop) => hop.state === one)) ?? 'open';
  const why = [...new Set(hops.filter((hop) => hop.state !== 'open').map((hop) => hop.why ?? hop.state))];
  return { key, name: hops[0]?.name ?? key, detail: '', state, why };
}
