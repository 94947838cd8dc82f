import type { Json, JsonObject } from '../model/json.ts';
import type { ApiType } from './api-types.ts';
import { defaultOf, versionless } from './defaults.ts';
import { isObject, own } from './scalar.ts';

export interface Item {
  value: Json;
  /** What stands between brackets in a path: `web`, `80/TCP`. */
  label: string;
  index: number;
}

export interface Matched {
  pairs: [declared: Item, live: Item][];
  lost: Item[];
  added: Item[];
}

type ListType = Extract<ApiType, { form: 'list' }>;

/** Declared and live items of one key; a key that comes twice (an env may) is matched in order. */
export function matchItems(declared: Json[], live: Json[], type: ListType): Matched {
  const waiting = new Map<string, Item[]>();
  for (const item of itemsOf(live, type)) waiting.set(item.label, [...(waiting.get(item.label) ?? []), item]);
  const pairs: Matched['pairs'] = [];
  const lost: Item[] = [];
  for (const item of itemsOf(declared, type)) {
    const found = waiting.get(item.label)?.shift();
    if (found) pairs.push([item, found]);
    else lost.push(item);
  }
  return { pairs, lost, added: [...waiting.values()].flat() };
}

function itemsOf(list: Json[], type: ListType): Item[] {
  return list.map((value, index) => ({ value, label: labelOf(value, type), index }));
}

function labelOf(value: Json, { keys, of }: ListType): string {
  if (!isObject(value)) return JSON.stringify(value);
  return keys.map((key) => String(keyValue(value, key, of))).join('/');
}

function keyValue(item: JsonObject, key: string, of: ApiType): Json {
  const value = own(item, key);
  if (value !== undefined && value !== null && value !== '') return value;
  const name = of.form === 'struct' ? versionless(of.name) : '';
  return (of.form === 'struct' ? of.defaults?.[key] : undefined) ?? defaultOf(`${name}.${key}`, item) ?? '';
}
