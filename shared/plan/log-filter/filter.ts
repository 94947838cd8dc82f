import { patternOf } from './compare.ts';
import type { Entry } from './entry.ts';
import { matches } from './evaluate.ts';
import { parseFilter } from './parse.ts';
import type { Query } from './query.ts';
import { FilterError } from './token.ts';

/** A filter of a sink or of a list, ready to be asked; a FilterError tells where the text cannot be read. */
export function compileFilter(text: string): (entry: Entry) => boolean {
  const query = parseFilter(text);
  checkPatterns(query);
  return (entry) => matches(query, entry);
}

function checkPatterns(query: Query): void {
  if (query.kind === 'and' || query.kind === 'or') query.parts.forEach(checkPatterns);
  if (query.kind === 'not') checkPatterns(query.part);
  if (query.kind !== 'compare' || !query.operator.endsWith('~')) return;
  try {
    patternOf(query.value);
  } catch (cause) {
    throw new FilterError(`Unparseable filter: regular expressions must be valid: \`${query.value}\``, { cause });
  }
}
