import {
  type Box,
  bottomOf,
  columnPixels,
  type Drawing,
  type Edge,
  heightOf,
  linePixels,
  linesOf,
  padding,
  widthFor,
} from './drawing.ts';

/** What happened to a VM, node, pool member, disk, mount or pod, in seconds since the story began. */
export interface Span {
  lane: string;
  from: number;
  /** `null`: it goes on. */
  to: number | null;
  text: string;
  look: 'open' | 'broken' | 'unknown' | 'ghost';
}

export interface Timeline {
  spans: Span[];
  /** From when to when nobody was served; `to: null`: still. */
  outage: { from: number; to: number | null } | null;
}

const laneWidth = widthFor(16);
const chartWidth = 380;
const textColumns = 44;
const textWidth = widthFor(textColumns);
const chartLeft = laneWidth + 8;

/** Picture 2: swim-lanes with seconds and the outage bracket; each span has a row and its words beside it. */
export function timelinePicture({ spans, outage }: Timeline): Drawing {
  const ends = [...spans.flatMap(({ from, to }) => [from, to ?? from]), outage?.to ?? 0];
  const goesOn = spans.some(({ to }) => to === null);
  const last = Math.max(1, ...ends) * (goesOn ? 1.1 : 1);
  const xOf = (second: number) => chartLeft + (second / last) * chartWidth;
  const boxes: Box[] = axis(last, xOf);
  if (outage) boxes.push(...bracket(outage, { last, xOf, y: bottomOf(boxes) }));
  for (const [lane, own] of Map.groupBy(spans, (span) => span.lane)) {
    const y = bottomOf(boxes) + 6;
    const lines = linesOf(lane, 16, 'head');
    boxes.push({ x: 0, y, width: laneWidth, height: heightOf(lines), look: 'bare', lines });
    let row = y;
    for (const span of own) {
      const placed = spanBoxes(span, { last, xOf, y: row });
      boxes.push(...placed);
      row = bottomOf(placed) + 2;
    }
  }
  const height = bottomOf(boxes) + 4;
  const edges = outage ? outageLines(outage, { last, xOf, height }) : [];
  return { title: titleOf(spans, outage), width: chartLeft + chartWidth + 12 + textWidth, height, boxes, edges };
}

interface Scale {
  last: number;
  xOf: (second: number) => number;
}

/** Five marks are never closer than the widest of their words. */
function axis(last: number, xOf: Scale['xOf']): Box[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const text = `${Math.round(last * share)} s`;
    const width = text.length * columnPixels + 2 * padding;
    const x = Math.min(Math.max(chartLeft, xOf(last * share) - width / 2), chartLeft + chartWidth - width);
    const lines = [{ text, kind: 'small' as const }];
    return { x, y: 0, width, height: heightOf(lines), look: 'bare', lines };
  });
}

function bracket({ from, to }: NonNullable<Timeline['outage']>, { last, xOf, y }: Scale & { y: number }): Box[] {
  const text = to === null ? `outage from ${from} s on` : `outage ${round(to - from)} s, from ${from} s to ${to} s`;
  const lines = linesOf(text, textColumns, 'why');
  const x = xOf(from);
  return [
    { x, y: y + 5, width: Math.max(2, xOf(to ?? last) - x), height: linePixels, look: 'outage', lines: [] },
    beside(lines, y),
  ];
}

function spanBoxes({ from, to, text, look }: Span, { last, xOf, y }: Scale & { y: number }): Box[] {
  const x = xOf(from);
  const when = to === null ? `${from} s` : `${from} to ${to} s`;
  const lines = linesOf(`${when}: ${text}`, textColumns, look === 'broken' ? 'why' : 'small');
  const width = Math.max(3, xOf(to ?? last) - x);
  return [{ x, y: y + 5, width, height: linePixels, look, lines: [] }, beside(lines, y)];
}

function beside(lines: Box['lines'], y: number): Box {
  return { x: chartLeft + chartWidth + 12, y, width: textWidth, height: heightOf(lines), look: 'bare', lines };
}

function outageLines(
  { from, to }: NonNullable<Timeline['outage']>,
  { last, xOf, height }: Scale & { height: number },
): Edge[] {
  const at = [from, to ?? last].map(xOf);
  return at.map((x) => ({
    points: [
      [x, 26],
      [x, height],
    ],
    look: 'ghost',
  }));
}

function titleOf(spans: Span[], outage: Timeline['outage']): string {
  const lanes = new Set(spans.map(({ lane }) => lane)).size;
  const out = outage ? `, outage from ${outage.from} s${outage.to === null ? ' on' : ` to ${outage.to} s`}` : '';
  return `A replacement in ${lanes} lanes${out}`;
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
