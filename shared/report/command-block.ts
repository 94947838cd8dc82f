import { commandLines } from './command-lines.ts';
import { printable } from './printable.ts';
import type { TextStyle } from './text-style.ts';

/** Commands to paste, one below the other; nothing where there is none. */
export function commandBlock(command: string | null, indent: string, { columns }: TextStyle): string[] {
  const commands = (command ?? '').split('\n').filter(Boolean);
  return commands.flatMap((one) => commandLines(printable(one), columns - indent.length)).map((line) => indent + line);
}
