import type { JsonObject } from '../json.ts';
import { refusal } from '../refusal.ts';
import { holds } from './filter-match.ts';
import { type Expression, parseFilter } from './filter-parser.ts';

/** AIP-160 (`status = RUNNING AND labels.app:*`) or the older `name eq REGEX`, never both in one request. */
export function filterItems<T extends JsonObject>(items: readonly T[], { filter }: JsonObject): readonly T[] {
  if (typeof filter !== 'string' || filter.trim() === '') return items;
  const expression = readFilter(filter);
  return items.filter((item) => holds(expression, item));
}

function readFilter(filter: string): Expression {
  try {
    return parseFilter(filter);
  } catch (error) {
    throw refusal.invalid('filter', filter, error instanceof Error ? error.message : 'Invalid list filter expression.');
  }
}
