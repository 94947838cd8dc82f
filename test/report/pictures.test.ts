import test from 'ava';
import type { Live } from '../../shared/model/live.ts';
import { type Box, columnPixels, type Drawing, linePixels, padding } from '../../shared/report/picture/drawing.ts';
import { limitUses } from '../../shared/report/picture/limit-uses.ts';
import { limitsPicture } from '../../shared/report/picture/limits-picture.ts';
import { nightsPicture } from '../../shared/report/picture/nights-picture.ts';
import { pathPicture } from '../../shared/report/picture/path-picture.ts';
import { planPicture } from '../../shared/report/picture/plan-picture.ts';
import { poolMaps } from '../../shared/report/picture/pool-map.ts';
import { svgOf } from '../../shared/report/picture/svg.ts';
import { timelinePicture } from '../../shared/report/picture/timeline-picture.ts';
import { aFinding, anAuditOfNodes, longName, type ManyNodes, onlyResult } from './an-audit.ts';

/** Columns a character takes in a monospaced font; the test's own, so that the product's table is not its own judge. */
function columns(text: string): number {
  return [...text].reduce((sum, one) => sum + ((one.codePointAt(0) ?? 0) > 0x10ff && !'…✕†'.includes(one) ? 2 : 1), 0);
}

const right = (box: Box) => box.x + box.width;
const bottom = (box: Box) => box.y + box.height;
const overlap = (one: Box, other: Box) =>
  one.x < right(other) - 0.01 &&
  other.x < right(one) - 0.01 &&
  one.y < bottom(other) - 0.01 &&
  other.y < bottom(one) - 0.01;
const holds = (outer: Box, inner: Box) =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  right(outer) >= right(inner) - 0.01 &&
  bottom(outer) >= bottom(inner) - 0.01;

/** What is wrong with a picture, in words. */
function flaws({ boxes, edges, width, height }: Drawing): string[] {
  const found: string[] = [];
  for (const [index, box] of boxes.entries()) {
    const words = box.lines.map(({ text }) => text).join(' ');
    const inset = box.inset ?? padding;
    const widest = Math.max(0, ...box.lines.map(({ text }) => columns(text))) * columnPixels;
    if (widest + 2 * inset > box.width + 0.01) found.push(`\`${words}\` is wider than its box`);
    if (box.lines.length * linePixels + inset > box.height + 2) found.push(`\`${words}\` is higher than its box`);
    if (box.x < 0 || box.y < 0 || right(box) > width || bottom(box) > height)
      found.push(`\`${words}\` is cut by the edge`);
    for (const other of boxes.slice(index + 1)) {
      const nested = (box.lines.length === 0 && holds(box, other)) || isFrame(box, other);
      if (overlap(box, other) && !nested)
        found.push(`\`${words}\` overlaps \`${other.lines.map(({ text }) => text).join(' ')}\``);
    }
    for (const { points } of edges)
      for (const [at, [x, y]] of points.slice(1).entries()) {
        const [fromX, fromY] = points[at] ?? [x, y];
        const line = {
          x: Math.min(x, fromX),
          y: Math.min(y, fromY),
          width: Math.abs(x - fromX),
          height: Math.abs(y - fromY),
        };
        if (box.lines.length > 0 && crosses(line, box)) found.push(`a line runs through \`${words}\``);
      }
  }
  return found;
}

/** The frame around the many names: its own words are above them. */
function isFrame(frame: Box, inner: Box): boolean {
  return holds(frame, inner) && inner.inset === 0 && inner.y >= frame.y + frame.lines.length * linePixels + padding;
}

function crosses(line: Pick<Box, 'x' | 'y' | 'width' | 'height'>, box: Box): boolean {
  const inX = line.x < right(box) - 0.01 && line.x + line.width > box.x + 0.01;
  return inX && line.y < bottom(box) - 0.01 && line.y + line.height > box.y + 0.01;
}

function breakSome(live: Live): void {
  live.instances.splice(1, 1);
  live.nodes.splice(1, 1);
  const [, late] = live.nodes;
  const vm = live.instances.find(({ reference }) => reference.name === late?.name);
  if (vm) vm.creationTimestamp = '2027-01-15T02:00:00.000Z';
  live.nodes.splice(3, 1);
  for (const pod of live.endpoints.slice(2)) pod.ready = false;
}

const pathMap = test.macro({
  exec: (t, options: ManyNodes) => {
    const [map] = poolMaps(onlyResult(anAuditOfNodes({ change: breakSome, ...options })));
    t.truthy(map);
    const drawing = map ? pathPicture(map) : null;
    t.deepEqual(drawing ? flaws(drawing) : null, []);
    const told = drawing?.boxes.flatMap(({ lines }) => lines.map(({ text }) => text)).join('');
    for (let index = 0; index < options.nodes; index += 1) {
      const name = (options.name ?? ((one) => `node-${one}`))(index);
      t.true(told?.replaceAll(' ', '').includes(name), name);
    }
  },
  title: (_, { nodes, name, pods = 1 }: ManyNodes) =>
    `the path map of ${nodes} nodes with ${pods} pods${name ? ' and names of 63 characters' : ''} overlaps and cuts nothing, and names them all`,
});

for (const nodes of [1, 6, 13, 200]) {
  test(pathMap, { nodes, pods: Math.min(nodes, 5) });
  test(pathMap, { nodes, pods: Math.min(nodes, 5), name: longName });
}
test(pathMap, { nodes: 200, pods: 200, name: longName });

test('a VM that is gone is drawn as a ghost, and so is one that was replaced under its name', (t) => {
  const [map] = poolMaps(onlyResult(anAuditOfNodes({ nodes: 6, change: breakSome })));
  const ghosts = map?.nodes.filter(({ state }) => state === 'ghost') ?? [];
  t.deepEqual(
    ghosts.map(({ name }) => name),
    ['node-1', 'node-2'],
  );
  t.regex(ghosts[1]?.why[0] ?? '', /^replaced by another VM/);
  t.is(map?.nodes.filter(({ name }) => name === 'node-2').length, 2, 'beside the VM that took its place');
});

test('what could not be seen makes no ghost (P-07)', (t) => {
  const change = (live: Live) => {
    breakSome(live);
    live.gaps.push({ area: 'instances', part: 'us-central1-a', why: 'unreachable' });
  };
  const [map] = poolMaps(onlyResult(anAuditOfNodes({ nodes: 6, change })));
  t.false(map?.nodes.some(({ state }) => state === 'ghost'));
});

test('a disk stands where that very disk is attached, whatever else has its name', (t) => {
  const audited = onlyResult(anAuditOfNodes({ nodes: 2 }));
  const disks = [{ name: 'data', holders: ['node-2'], state: 'open' as const, why: null }];
  const paths = audited.result.paths.map((one) => ({ ...one, disks }));
  const [map] = poolMaps({ ...audited, result: { ...audited.result, paths } });
  t.like(map?.disks, [{ name: 'data', detail: 'on node-2' }]);
});

test('a broken step is dashed, and its reason stands in the box it leads to', (t) => {
  const change = (live: Live) => live.forwardingRules.splice(0);
  const [map] = poolMaps(onlyResult(anAuditOfNodes({ nodes: 1, change })));
  const drawing = map && pathPicture(map);
  const rule = drawing?.boxes.find(
    ({ lines }) => lines.some(({ text }) => text.includes('no')) && lines.some(({ kind }) => kind === 'why'),
  );
  t.is(rule?.look, 'broken');
  t.is(drawing?.edges.filter(({ look }) => look === 'broken').length, 1);
  t.regex(rule?.lines.map(({ text }) => text).join(' ') ?? '', /✕ there is no forwarding rule/);
});

test('the nights, limits, timeline and plan overlap and cut nothing, whatever the names', (t) => {
  const audited = onlyResult(anAuditOfNodes({ nodes: 6, name: longName, change: breakSome }));
  const nights = Array.from({ length: 20 }, (_, index) => ({
    date: `2027-01-${String(index + 10)}`,
    complete: index % 3 > 0,
    worst: { [longName(1)]: (['critical', 'warning', 'info', 'unknown'] as const)[index % 4] ?? 'info' },
  }));
  const spans = [
    { lane: 'VM', from: 0, to: 17.25, text: `${longName(1)} is preempted`, look: 'broken' as const },
    { lane: 'VM', from: 17.25, to: null, text: 'the new VM runs', look: 'open' as const },
    { lane: longName(2), from: 30, to: 90, text: 'attached', look: 'open' as const },
  ];
  const findings = [longName(1), '日本語'.repeat(40), 'x'.repeat(3000)].map((value) =>
    aFinding({
      subject: `TargetPool/us-central1/${longName(3)}`,
      live: value,
      action: { kind: 'restart-pod', namespace: 'n', pod: value, uid: 'u', startedAt: null },
      blockedBy: value.slice(0, 40),
    }),
  );
  const drawings = {
    nights: nightsPicture([longName(1), 'ghost'], nights),
    limits: limitsPicture(limitUses(audited)),
    timeline: timelinePicture({ spans, outage: { from: 0, to: 90 } }),
    plan: planPicture({ ...audited.result.plan, findings }),
  };
  for (const [name, drawing] of Object.entries(drawings)) t.deepEqual(flaws(drawing), [], name);
});

test('what others wrote is text in a picture and nothing else', (t) => {
  const drawing = nightsPicture(['</text><script>alert(1)</script>'], []);
  const svg = svgOf(drawing);
  t.false(svg.includes('<script'));
  t.true(svg.includes('&lt;/text&gt;'));
});
