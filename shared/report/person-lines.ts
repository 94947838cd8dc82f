import type { Finding } from '../model/finding.ts';
import { commandBlock } from './command-block.ts';
import { indented } from './indented.ts';
import { printable } from './printable.ts';
import { paint, type TextStyle } from './text-style.ts';

/** What no step closes. One cause of many unknowns, an API that is down say, is told once. */
export function personLines(findings: Finding[], style: TextStyle): string[] {
  const byCause = Map.groupBy(findings, causeOf);
  return [...byCause].flatMap(([cause, all]) =>
    cause !== null && all.length > 1 ? causeLines(cause, all, style) : all.flatMap((one) => findingLines(one, style)),
  );
}

function causeOf({ outcome, why }: Finding): string | null {
  const [, cause = null] = (outcome === 'unknown' && /could not be read: (.+)$/s.exec(why)) || [];
  return cause;
}

function causeLines(cause: string, findings: Finding[], { columns, ...style }: TextStyle): string[] {
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  const [head = '', ...rest] = indented(`could not be read: ${cause}`, '    ', columns);
  const more = subjects.length > 3 ? ` and ${subjects.length - 3} more` : '';
  return [
    `  ? ${paint({ columns, ...style }, 'bold', head.trimStart())}`,
    ...rest,
    ...indented(`so nothing is known of ${subjects.slice(0, 3).join(', ')}${more}`, '      ', columns),
  ];
}

function findingLines({ outcome, subject, path, why, rule, command }: Finding, style: TextStyle): string[] {
  const words = `${path ? `${path}: ` : ''}${why} (${rule})`;
  return [
    `  ${outcome === 'unknown' ? '?' : '!'} ${paint(style, 'bold', printable(subject))}`,
    ...indented(words, '      ', style.columns),
    ...commandBlock(command, '      ', style),
  ];
}
