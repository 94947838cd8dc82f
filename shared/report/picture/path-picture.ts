import {
  type Box,
  bottomOf,
  boxAt,
  type Drawing,
  type Edge,
  edgeBetween,
  heightOf,
  type Line,
  type Look,
  linesOf,
} from './drawing.ts';
import { packBoxes } from './pack.ts';
import type { NodeStation, PoolMap, Station } from './pool-map.ts';

const columns = 16;
const boxWidth = 121;
const gap = 24;
const rowGap = 8;
const top = 26;
const heads = ['static IP', 'forwarding rule', 'pool', 'nodes', 'pods', 'disks'];
/** More nodes than this that only pass packets on are told together. */
const mostIdleNodes = 12;

const xOf = (column: number) => 1 + column * (boxWidth + gap);
export const pathPictureWidth = xOf(heads.length - 1) + boxWidth + 1;

/** Picture 1: static IP -> forwarding rule -> pool -> nodes -> pods -> disks. A reason stands where its step leads to. */
export function pathPicture(map: PoolMap): Drawing {
  const { drawn, packed } = splitNodes(map);
  const placed = new Map<string, Box>();
  const put = (column: number, station: Station, y: number) => {
    const box = boxAt({ x: xOf(column), y }, boxWidth, { look: lookOf(station), lines: stationLines(station) });
    placed.set(`${column} ${station.key}`, box);
    return box;
  };
  for (const [column, stations] of [map.addresses, map.forwardingRules, [map.pool]].entries())
    stack(stations, column, put);
  const below = placeRows(map, drawn, put);
  stack(
    map.pods.filter(({ node }) => !drawn.some(({ key }) => key === node)),
    4,
    put,
    below,
  );
  placeDisks(map, placed, put);
  const main = [...placed.values()];
  const pack = packBoxes(packed, { y: bottomOf(main) + 2 * rowGap, width: pathPictureWidth });
  const boxes = [...heads.map(headBox), ...main, ...pack];
  const edges = [...edgesOf(map, placed), ...packEdge(placed.get(`2 ${map.pool.key}`), pack[0])];
  return { title: titleOf(map), width: pathPictureWidth, height: bottomOf(boxes) + 2, boxes, edges };
}

type Put = (column: number, station: Station, y: number) => Box;

function stack(stations: Station[], column: number, put: Put, from = top): number {
  return stations.reduce((y, station) => y + put(column, station, y).height + rowGap, from);
}

/** A node and the pods on it share a row. */
function placeRows({ pods }: PoolMap, nodes: NodeStation[], put: Put): number {
  return nodes.reduce((y, node) => {
    const { height } = put(3, node, y);
    const own = pods.filter((pod) => pod.node === node.key);
    return Math.max(y + height + rowGap, stack(own, 4, put, y));
  }, top);
}

function placeDisks({ disks }: PoolMap, placed: Map<string, Box>, put: Put): void {
  const firstPod = (keys: string[]) => Math.min(...keys.map((key) => placed.get(`4 ${key}`)?.y ?? top), 1e9);
  const inOrder = disks
    .map((disk) => ({ disk, y: disk.pods.length > 0 ? firstPod(disk.pods) : top }))
    .toSorted((one, other) => one.y - other.y || (one.disk.key < other.disk.key ? -1 : 1));
  inOrder.reduce((free, { disk, y }) => {
    const at = Math.max(free, y);
    return at + put(5, disk, at).height + rowGap;
  }, top);
}

function splitNodes({ nodes, pods }: PoolMap) {
  const isIdle = (node: NodeStation) => node.state === 'open' && !pods.some((pod) => pod.node === node.key);
  const idle = nodes.filter(isIdle);
  if (idle.length <= mostIdleNodes) return { drawn: nodes, packed: [] };
  return { drawn: nodes.filter((node) => !isIdle(node)), packed: idle };
}

function edgesOf(map: PoolMap, placed: Map<string, Box>): Edge[] {
  const edge = (from: string, to: string, look: Look): Edge[] => {
    const [one, other] = [placed.get(from), placed.get(to)];
    return one && other ? [edgeBetween(one, other, look)] : [];
  };
  const rules = new Map(map.forwardingRules.map((rule) => [rule.key, lookOf(rule)]));
  return [
    ...map.addressLinks.flatMap(([from, to]) => edge(`0 ${from}`, `1 ${to}`, rules.get(to) ?? 'open')),
    ...map.forwardingRules.flatMap(({ key }) => edge(`1 ${key}`, `2 ${map.pool.key}`, lookOf(map.pool))),
    ...map.nodes.flatMap((node) => edge(`2 ${map.pool.key}`, `3 ${node.key}`, lookOf(node))),
    ...map.pods.flatMap((pod) => edge(`3 ${pod.node}`, `4 ${pod.key}`, lookOf(pod))),
    ...map.disks.flatMap((disk) => disk.pods.flatMap((pod) => edge(`4 ${pod}`, `5 ${disk.key}`, lookOf(disk)))),
  ];
}

/** Down the gap right of the pool, which no box reaches into. */
function packEdge(pool: Box | undefined, pack: Box | undefined): Edge[] {
  if (!pool || !pack) return [];
  const x = pool.x + pool.width + gap / 2;
  return [
    {
      points: [
        [pool.x + pool.width, pool.y + 14],
        [x, pool.y + 14],
        [x, pack.y],
      ],
      look: 'open',
    },
  ];
}

const marks: Record<Station['state'], string> = { open: '', broken: '✕ ', unknown: '? ', ghost: '† ' };

function stationLines({ name, detail, state, why }: Station): Line[] {
  return [
    ...linesOf(name, columns),
    ...(detail ? linesOf(detail, columns, 'small') : []),
    ...why.flatMap((reason) => linesOf(marks[state] + reason, columns, 'why')),
  ];
}

function lookOf({ state }: Station): Look {
  return state;
}

function headBox(text: string, column: number): Box {
  const lines: Line[] = [{ text, kind: 'head' }];
  return { x: xOf(column), y: 0, width: boxWidth, height: heightOf(lines), look: 'bare', lines };
}

function titleOf({ pool, nodes, forwardingRules }: PoolMap): string {
  const broken = nodes.filter(({ state }) => state === 'broken').length;
  return `Pool ${pool.name}: ${forwardingRules.length} forwarding rules, ${nodes.length} nodes, ${broken} of them broken`;
}
