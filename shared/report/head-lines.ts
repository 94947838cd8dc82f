import { columnsOf } from './columns.ts';
import { printable } from './printable.ts';
import { type Format, paint, type TextStyle } from './text-style.ts';

export interface Head {
  mark: string;
  colour: Format;
  target: string;
  kind: string;
}

/** `+ TargetPool/us-central1/nodes  create-pool`; below one another where a line does not hold both. */
export function headLines({ mark, colour, target, kind }: Head, style: TextStyle): string[] {
  const words = printable(target);
  const head = `  ${paint(style, colour, mark)} ${paint(style, 'bold', words)}`;
  const isShort = columnsOf(`  ${mark} ${words}  ${kind}`) <= style.columns;
  return isShort ? [`${head}  ${kind}`.trimEnd()] : [head, `      ${kind}`];
}
