import { type Box, bottomOf, type Drawing, heightOf, linePixels, linesOf, widthFor } from './drawing.ts';

/** One limit and how much of it is used; without `of` it is a sentence alone. */
export interface LimitUse {
  name: string;
  used: number;
  of: number | null;
  text: string;
}

const nameWidth = widthFor(28);
const barWidth = 200;
const textColumns = 50;
const textWidth = widthFor(textColumns);

/** Picture 5: limits used, breaker, last audit. */
export function limitsPicture(limits: LimitUse[]): Drawing {
  const boxes: Box[] = [];
  for (const limit of limits) boxes.push(...rowOf(limit, bottomOf(boxes) + 4));
  const width = nameWidth + barWidth + textWidth + 24;
  return { title: 'Limits used', width, height: bottomOf(boxes) + 2, boxes, edges: [] };
}

function rowOf({ name, used, of, text }: LimitUse, y: number): Box[] {
  const [names, texts] = [linesOf(name, 28), linesOf(text, textColumns, 'small')];
  const height = Math.max(heightOf(names), heightOf(texts));
  const bar = { x: nameWidth + 8, y: y + 5, height: linePixels, lines: [] };
  const share = of === null ? 0 : of === 0 ? Number(used > 0) : Math.min(1, used / of);
  return [
    { x: 0, y, width: nameWidth, height, look: 'bare', lines: names },
    ...(of === null ? [] : [{ ...bar, width: barWidth, look: 'track' } satisfies Box]),
    ...(share === 0
      ? []
      : [{ ...bar, width: Math.max(2, barWidth * share), look: share < 1 ? 'open' : 'bar' } satisfies Box]),
    { x: nameWidth + barWidth + 20, y, width: textWidth, height, look: 'bare', lines: texts },
  ];
}
