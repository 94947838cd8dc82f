import { BlockList, isIP } from 'node:net';
import { compareWith } from './compare.ts';
import { type Entry, isObject } from './entry.ts';
import { valuesAt } from './field.ts';
import type { Query } from './query.ts';

/** Whether a log entry is one the query asks for. A field that is absent meets no comparison, `!=` included. */
export function matches(query: Query, entry: Entry): boolean {
  switch (query.kind) {
    case 'everything':
      return true;
    case 'and':
      return query.parts.every((part) => matches(part, entry));
    case 'or':
      return query.parts.some((part) => matches(part, entry));
    case 'not':
      return !matches(query.part, entry);
    case 'text':
      return holds(entry, query.value.toLowerCase());
    case 'call':
      return calls[query.name]?.(entry, query.values) ?? false;
    case 'compare':
      return compareWith(query, valuesAt(entry, query.path));
  }
}

const calls: Record<string, (entry: Entry, values: readonly string[]) => boolean> = {
  log_id: (entry, [id = '']) => decodeURIComponent(String(entry.logName ?? '')).endsWith(`/logs/${id}`),
  source: (entry, [parent = '']) => String(entry.logName ?? '').startsWith(`${parent}/logs/`),
  search: (entry, values) => searchIn(entry, values),
  sample: (entry, [path = '', fraction = '1']) =>
    shareOf(String(valuesAt(entry, path.split('.'))[0])) < Number(fraction),
  ip_in_net: (entry, [path = '', net = '']) => valuesAt(entry, path.split('.')).some((ip) => isInNet(String(ip), net)),
};

function searchIn(entry: Entry, values: readonly string[]): boolean {
  const [first = '', second] = values;
  if (second === undefined) return first.split(/\s+/).every((word) => holds(entry, word.toLowerCase()));
  const found = valuesAt(entry, first.split('.'));
  return second.split(/\s+/).every((word) => found.some((value) => holds(value, word.toLowerCase())));
}

/** Whether any field holds the text; keys count as little as they do in Logging. */
function holds(value: unknown, text: string): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item, text));
  if (isObject(value)) return Object.values(value).some((item) => holds(item, text));
  return value !== null && value !== undefined && String(value).toLowerCase().includes(text);
}

function shareOf(text: string): number {
  const hash = [...text].reduce(
    (sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16_777_619) >>> 0,
    2_166_136_261,
  );
  return hash / 4_294_967_296;
}

function isInNet(ip: string, net: string): boolean {
  const [address = '', prefix] = net.split('/');
  if (!isIP(ip) || isIP(ip) !== isIP(address)) return false;
  const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  return list.check(ip, family);
}
