import type { Plan } from '../../model/plan.ts';
import { valueText } from '../printable.ts';
import {
  type Box,
  bottomOf,
  type Drawing,
  type Edge,
  edgeBetween,
  heightOf,
  type Line,
  type Look,
  linesOf,
  widthFor,
} from './drawing.ts';

const columns = 34;
const boxWidth = widthFor(columns);
const gap = 40;

/** Picture 4: before and after of a plan; what is held back or waits is dashed, with the reason. */
export function planPicture({ cluster, findings }: Plan): Drawing {
  const changes = findings.filter(({ action }) => action !== null);
  const boxes: Box[] = ['before', 'what changes', 'after'].map((text, column) => {
    const lines: Line[] = [{ text, kind: 'head' }];
    return { x: xOf(column), y: 0, width: boxWidth, height: heightOf(lines), look: 'bare', lines };
  });
  const edges: Edge[] = [];
  for (const one of changes) {
    const row = rowOf(one, bottomOf(boxes) + 8);
    boxes.push(...row);
    edges.push(...row.slice(1).map((box, index) => edgeBetween(row[index] ?? box, box, box.look)));
  }
  return {
    title: `Before and after of the plan for ${cluster}: ${changes.length} changes`,
    width: xOf(2) + boxWidth + 1,
    height: bottomOf(boxes) + 2,
    boxes,
    edges,
  };
}

const xOf = (column: number) => 1 + column * (boxWidth + gap);

function rowOf(
  { subject, path, declared, live, action, blockedBy, waitingFor, outcome }: Plan['findings'][number],
  y: number,
): Box[] {
  const held = blockedBy ? `held back: ${blockedBy}` : waitingFor ? `waits: ${waitingFor}` : null;
  const look: Look = outcome === 'unknown' ? 'unknown' : held ? 'broken' : 'open';
  const change = [
    ...linesOf(subject, columns),
    ...(path ? linesOf(path, columns, 'small') : []),
    ...linesOf(action?.kind ?? '', columns, 'small'),
    ...(held ? linesOf(held, columns, 'why') : []),
  ];
  const after = held ? valueText(live) : valueText(declared);
  const cells = [linesOf(valueText(live), columns), change, linesOf(after, columns)];
  return cells.map((lines, column) => ({
    x: xOf(column),
    y,
    width: boxWidth,
    height: heightOf(lines),
    look: column === 0 ? 'open' : look,
    lines,
  }));
}
