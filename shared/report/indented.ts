import { wrap } from './columns.ts';
import { printable } from './printable.ts';

/** What others wrote, in lines that start with `indent` and end before `columns`. */
export function indented(text: string, indent: string, columns: number): string[] {
  return wrap(printable(text), columns - indent.length).map((line) => indent + line);
}
