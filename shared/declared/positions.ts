import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { isMergeKey, keyOf } from './key.ts';

/**
 * The offset of a field such as `spec.containers[0].image`, or of its nearest parent that is there. Keys with dots in
 * them need no quotes: `metadata.annotations.underpin.dev/address`. A list item may be named: `containers[name=web]`.
 */
export function offsetOf(document: Document.Parsed, path: string): number {
  return descend(document, document.contents, path, document.contents?.range?.[0] ?? 0);
}

function descend(document: Document, node: unknown, path: string, offset: number): number {
  const target = isAlias(node) ? node.resolve(document) : node;
  const rest = path.replace(/^\./, '');
  if (rest === '') return offset;
  if (isSeq(target)) {
    const [whole = '', inside = ''] = /^\[([^\]]*)\]/.exec(rest) ?? [];
    const item = whole === '' ? undefined : itemOf(document, target.items, inside);
    return item === undefined ? offset : descend(document, item, rest.slice(whole.length), startOf(item) ?? offset);
  }
  if (!isMap(target)) return offset;
  const found = entryOf(document, target.items, rest);
  if (found === undefined) return offset;
  return descend(document, found.pair.value, found.rest, startOf(found.pair.key) ?? offset);
}

/** The longest key with which the path begins, for keys may hold dots. */
function entryOf(document: Document, pairs: Pair[], path: string): { pair: Pair; rest: string } | undefined {
  const own = pairs
    .flatMap((pair) => {
      const key = keyOf(pair.key);
      const rest = 'text' in key ? restAfter(path, key.text) : undefined;
      return rest === undefined ? [] : [{ pair, rest }];
    })
    .toSorted((one, other) => one.rest.length - other.rest.length);
  // Of duplicates the last counts.
  const best = own.filter(({ rest }) => rest === own[0]?.rest).at(-1);
  return best ?? mergedEntry(document, pairs, path);
}

function mergedEntry(document: Document, pairs: Pair[], path: string) {
  for (const { value } of pairs.filter(({ key }) => isMergeKey(key))) {
    const source = isAlias(value) ? value.resolve(document) : value;
    for (const part of isSeq(source) ? source.items : [source]) {
      const map = isAlias(part) ? part.resolve(document) : part;
      const found: { pair: Pair; rest: string } | undefined = isMap(map)
        ? entryOf(document, map.items, path)
        : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

function restAfter(path: string, key: string): string | undefined {
  for (const spelling of [key, `["${key}"]`, `['${key}']`, `[${key}]`]) {
    const rest = path.slice(spelling.length);
    if (path.startsWith(spelling) && /^(?:$|[.[])/.test(rest)) return rest;
  }
  return undefined;
}

/** `[0]` by position; `[name=web]` or `[web]` by what the item holds. */
function itemOf(document: Document, items: unknown[], inside: string): unknown {
  if (/^\d+$/.test(inside)) return items[Number(inside)];
  return items.find((item) => {
    const target = isAlias(item) ? item.resolve(document) : item;
    if (isScalar(target)) return String(target.source) === inside;
    return isMap(target) && target.items.some((pair) => isNamed(pair, inside));
  });
}

function isNamed({ key, value }: Pair, inside: string): boolean {
  if (!isScalar(key) || !isScalar(value)) return false;
  return inside === String(value.source) || inside === `${key.source}=${value.source}`;
}

function startOf(node: unknown): number | undefined {
  return isPair(node) ? undefined : (node as Node | null)?.range?.[0];
}
