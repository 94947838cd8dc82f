import { columnsOf } from './columns.ts';

/**
 * Commands that can be pasted, each after a `$`: continued with a backslash where one would be longer than a line, never
 * inside quotes. What a here-document holds begins at the first column, or its end would not be found.
 */
export function commandLines(commands: string, columns: number): string[] {
  const [first = '', ...rest] = commands.split('\n');
  if (first.includes('<<')) return [`  $ ${first}`, ...rest];
  return [first, ...rest].flatMap((command) => continued(command, columns));
}

function continued(command: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '  $';
  for (const word of wordsOf(command)) {
    if (columnsOf(`${line} ${word} \\`) <= columns || line === '  $') line += ` ${word}`;
    else {
      lines.push(`${line} \\`);
      line = `     ${word}`;
    }
  }
  return [...lines, line];
}

function wordsOf(command: string): string[] {
  return command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+|['"\\]/g) ?? [];
}
