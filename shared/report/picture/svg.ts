import { escaped } from '../xml.ts';
import { type Box, type Drawing, type Edge, linePixels, padding } from './drawing.ts';

/** Its colours come from the page it stands in, where `.picture` has the classes. */
export function svgOf({ title, width, height, boxes, edges }: Drawing): string {
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return [
    `<svg class="picture" role="img" ${size}><title>${escaped(title)}</title>`,
    ...edges.map(edgeSvg),
    ...boxes.map(boxSvg),
    '</svg>',
  ].join('\n');
}

function edgeSvg({ points, look }: Edge): string {
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  return `<path class="${look}" d="${path}"/>`;
}

function boxSvg({ x, y, width, height, look, lines, inset = padding }: Box): string {
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  const frame = look === 'bare' ? '' : `<rect class="${look}" ${place} rx="4"/>`;
  const texts = lines.map(({ text, kind }, index) => {
    const baseline = y + inset + linePixels * index + 10;
    return `<text class="${kind}" x="${round(x + inset)}" y="${round(baseline)}">${escaped(text)}</text>`;
  });
  return frame + texts.join('');
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
