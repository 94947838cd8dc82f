import type { Night, Worst } from '../../model/audit.ts';
import { type Box, bottomOf, type Drawing, heightOf, type Line, type Look, linesOf, widthFor } from './drawing.ts';

/** Picture 3 tells this many nights at most. */
export const mostNights = 14;

const nameWidth = widthFor(28);
const cellWidth = 44;
const cellGap = 3;

const words: Record<Worst, string> = { critical: 'crit', warning: 'warn', info: 'info', unknown: '?' };
const looks: Record<Worst, Look> = { critical: 'bar', warning: 'broken', info: 'open', unknown: 'unknown' };

/** Picture 3: stacks x nights, the worst of each; what belongs to no stack has a row of its own. */
export function nightsPicture(stacks: string[], nights: Night[]): Drawing {
  const shown = nights.slice(-mostNights);
  const rows = [...stacks, ''];
  const heads = shown.map(({ date }, index) => cell(index, { y: 0, text: headOf(date), look: 'bare' }));
  const boxes: Box[] = [...heads];
  for (const stack of rows) {
    const y = bottomOf(boxes) + cellGap;
    const lines = linesOf(stack === '' ? 'the cluster itself' : stack, 28);
    boxes.push({ x: 0, y, width: nameWidth, height: heightOf(lines), look: 'bare', lines });
    boxes.push(...shown.map((night, index) => nightCell(night, { stack, index, y })));
  }
  return {
    title: `The worst finding of ${stacks.length} stacks in ${shown.length} nights`,
    width: nameWidth + mostNights * (cellWidth + cellGap) + 1,
    height: bottomOf(boxes) + 2,
    boxes,
    edges: [],
  };
}

function headOf(date: string): string {
  return /^\d{4}-/.test(date) ? date.slice(5) : date;
}

function nightCell({ worst, complete }: Night, { stack, index, y }: { stack: string; index: number; y: number }): Box {
  const found = worst[stack];
  if (found) return cell(index, { y, text: words[found], look: looks[found] });
  return complete ? cell(index, { y, text: 'ok', look: 'track' }) : cell(index, { y, text: '?', look: 'unknown' });
}

function cell(index: number, { y, text, look }: { y: number; text: string; look: Look }): Box {
  const lines: Line[] = [{ text, kind: look === 'bare' ? 'head' : 'name' }];
  const x = nameWidth + index * (cellWidth + cellGap);
  return { x, y, width: cellWidth, height: heightOf(lines), look, lines, inset: 4 };
}
