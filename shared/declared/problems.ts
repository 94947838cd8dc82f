import { DeclarationError } from '../errors.ts';
import type { DeclarationProblem } from '../model/declared.ts';

const listed = 20;

/** All that is wrong, in one error: who mends a declaration wants to see the whole of it. */
export function declarationError(problems: DeclarationProblem[]): DeclarationError {
  const lines = problems.toSorted(bySource).map(problemText);
  const shown = lines.slice(0, listed).join('\n');
  return new DeclarationError(lines.length > listed ? `${shown}\n… and ${lines.length - listed} more` : shown);
}

export function problemText({ source, message }: DeclarationProblem): string {
  return `${source.file}:${source.line}:${source.column}: ${message}`;
}

/** A value as an error shows it: on one line, and not endless. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const line = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return `\`${line.length > 100 ? `${line.slice(0, 99)}…` : line}\``;
}

function bySource({ source: one }: DeclarationProblem, { source: other }: DeclarationProblem): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
