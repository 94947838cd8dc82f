import { columnsOf } from './columns.ts';

/** A command that can be pasted: continued with a backslash where it would be longer than a line, never inside quotes. */
export function commandLines(command: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '$';
  for (const word of wordsOf(command)) {
    if (columnsOf(`${line} ${word} \\`) <= columns || line.trim() === '' || line === '$') line += ` ${word}`;
    else {
      lines.push(`${line} \\`);
      line = `   ${word}`;
    }
  }
  return [...lines, line];
}

function wordsOf(command: string): string[] {
  return command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+|['"\\]/g) ?? [];
}
