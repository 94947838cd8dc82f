import { columnsOf, wrap } from '../columns.ts';
import { printable } from '../printable.ts';

/** A picture as boxes and lines with computed sizes, so that a test can tell whether anything overlaps or is cut. */
export interface Drawing {
  /** What a screen reader says of it. */
  title: string;
  width: number;
  height: number;
  boxes: Box[];
  edges: Edge[];
}

/** Solid, dashed, dotted, faint; `bare` has no border and `bar` is filled. The words in it say the same. */
export type Look = 'open' | 'broken' | 'unknown' | 'ghost' | 'bare' | 'bar' | 'track' | 'outage';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  look: Look;
  lines: Line[];
  /** From its border to its text; `padding` unless told. */
  inset?: number;
}

export interface Line {
  text: string;
  kind: 'name' | 'small' | 'why' | 'head';
}

export interface Edge {
  points: [number, number][];
  look: Look;
}

export const fontPixels = 11;
/** No common monospaced font is wider than 0.615 em. */
export const columnPixels = 6.8;
export const linePixels = 14;
export const padding = 6;

export const widthOf = (text: string) => columnsOf(text) * columnPixels;
export const widthFor = (columns: number) => Math.ceil(columns * columnPixels) + 2 * padding;
export const heightOf = (lines: Line[]) => lines.length * linePixels + 2 * padding - 2;

/** What others wrote, on as many lines as it needs. */
export function linesOf(text: string, columns: number, kind: Line['kind'] = 'name'): Line[] {
  return wrap(printable(text), columns).map((one) => ({ text: one, kind }));
}

/** As high as its lines need. */
export function boxAt(
  { x, y }: { x: number; y: number },
  width: number,
  { lines, look }: Pick<Box, 'lines' | 'look'>,
): Box {
  return { x, y, width, height: heightOf(lines), look, lines };
}

/** From the right side of a box to the left side of another, at their first lines, in the gap between their columns. */
export function edgeBetween(from: Box, to: Box, look: Look): Edge {
  const [x1, x2] = [from.x + from.width, to.x];
  const [y1, y2] = [from.y + 12, to.y + 12];
  const middle = (x1 + x2) / 2;
  return {
    points: [
      [x1, y1],
      [middle, y1],
      [middle, y2],
      [x2, y2],
    ],
    look,
  };
}

export function bottomOf(boxes: Box[]): number {
  return boxes.reduce((lowest, { y, height }) => Math.max(lowest, y + height), 0);
}
