import {
  type Box,
  columnPixels,
  heightOf,
  type Line,
  linePixels,
  linesOf,
  padding,
  widthFor,
  widthOf,
} from './drawing.ts';
import type { NodeStation } from './pool-map.ts';

/** Many nodes of which there is nothing to say but their names, in as many columns as fit. */
export function packBoxes(nodes: NodeStation[], { y, width }: { y: number; width: number }): Box[] {
  if (nodes.length === 0) return [];
  const head: Line[] = linesOf(
    `${nodes.length} more nodes are in order: they pass packets on to the pods of others`,
    110,
    'small',
  );
  const names = nodes.map(({ name }) => linesOf(name, 63));
  const widest = Math.max(...names.flat().map(({ text }) => widthOf(text))) + 2 * columnPixels;
  const across = Math.max(1, Math.floor((width - 2 * padding) / widest));
  const rows = Math.ceil(names.length / across);
  const bodyTop = y + heightOf(head);
  const cells = names.map((lines, index): Box => {
    const [column, row] = [Math.floor(index / rows), index % rows];
    return {
      x: 1 + padding + column * widest,
      y: bodyTop + row * linePixels,
      width: widest,
      height: linePixels,
      look: 'bare',
      lines,
      inset: 0,
    };
  });
  const height = heightOf(head) + rows * linePixels + padding;
  return [{ x: 1, y, width: Math.max(width - 2, widthFor(20)), height, look: 'open', lines: head }, ...cells];
}
