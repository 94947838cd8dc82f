import type { Json, JsonObject } from '../model/json.ts';
import { isObject, own } from './scalar.ts';

/** One entry of metadata.managedFields: who wrote which fields, and when last. */
export interface FieldOwner {
  manager: string;
  time: string;
  operation: string;
  subresource: string;
  fields: JsonObject;
}

export function fieldOwnersOf(live: JsonObject): FieldOwner[] {
  const { managedFields } = isObject(live.metadata) ? live.metadata : {};
  if (!Array.isArray(managedFields)) return [];
  return managedFields.filter(isObject).map((entry) => ({
    manager: text(entry.manager),
    time: text(entry.time),
    operation: text(entry.operation),
    subresource: text(entry.subresource),
    fields: isObject(entry.fieldsV1) ? entry.fieldsV1 : {},
  }));
}

/** A field that an entry names, with what declared and live object hold there. */
export interface OwnedField {
  path: string;
  declared: Json | undefined;
  live: Json | undefined;
}

/**
 * The fields of one entry, in the spelling of differences. An item of a list that is not declared counts as one field,
 * whatever it holds.
 */
export function ownedFields(fields: JsonObject, declared: Json | undefined, live: Json | undefined): OwnedField[] {
  return walk(fields, { path: '', declared, live });
}

function walk(fields: JsonObject, at: OwnedField): OwnedField[] {
  const names = Object.keys(fields).filter((name) => name !== '.');
  const isUndeclaredItem = at.path.endsWith(']') && at.declared === undefined;
  if (names.length === 0 || isUndeclaredItem) return at.path === '' ? [] : [at];
  return names.flatMap((name) => {
    const inner = own(fields, name);
    const step = stepInto(name, at);
    return step === undefined ? [] : walk(isObject(inner) ? inner : {}, step);
  });
}

/** `f:name` a field, `k:{…}` an item by its keys, `v:…` a member of a set, `i:0` an item by position. */
function stepInto(name: string, { path, declared, live }: OwnedField): OwnedField | undefined {
  const [form, rest] = [name.slice(0, 2), name.slice(2)];
  if (form === 'f:') {
    return {
      path: path === '' ? rest : `${path}.${rest}`,
      declared: fieldOf(declared, rest),
      live: fieldOf(live, rest),
    };
  }
  const key = parse(rest);
  if (key === undefined) return undefined;
  const label = isObject(key) ? Object.values(key).map(String).join('/') : String(key);
  return { path: `${path}[${label}]`, declared: itemOf(declared, key), live: itemOf(live, key) };
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? (own(value, name) ?? undefined) : undefined;
}

function itemOf(list: Json | undefined, key: Json): Json | undefined {
  if (!Array.isArray(list)) return undefined;
  if (typeof key === 'number' && !list.includes(key)) return list[key];
  return list.find((item) => (isObject(key) ? hasKeys(item, key) : item === key));
}

/** A key that is not declared has its default, which in all built-in lists is the protocol's. */
function hasKeys(item: Json, keys: JsonObject): boolean {
  if (!isObject(item)) return false;
  return Object.entries(keys).every(
    ([name, value]) => (own(item, name) ?? (name === 'protocol' ? 'TCP' : undefined)) === value,
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
