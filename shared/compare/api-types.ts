import type { JsonObject } from '../model/json.ts';
import apiTypes from './api-types.json' with { type: 'json' };

/** How one field is held by the API server, as far as a comparison has to know. */
export type ApiType =
  | { form: 'struct'; name: string; pointer: boolean; field(name: string): ApiType | undefined; defaults?: JsonObject }
  | { form: 'map'; of: ApiType; pointer: boolean }
  | { form: 'list'; of: ApiType; keys: readonly string[]; isSet: boolean; pointer: boolean }
  | { form: 'scalar'; word: Word; pointer: boolean };

/**
 * `any` is JSON that the API keeps as one value, `open` is anything of which no schema is known. A `pointer` keeps a
 * zero; what is none is dropped when zero (C-18).
 */
export type Word =
  | 'string'
  | 'bool'
  | 'int'
  | 'float'
  | 'quantity'
  | 'int-or-string'
  | 'time'
  | 'duration'
  | 'bytes'
  | 'any'
  | 'open';

/** A field of which nothing is known: its value is taken literally, zeros and empty lists included. */
export const unknownType: ApiType = { form: 'scalar', word: 'open', pointer: true };

/** The metadata of every object is known; `field` tells of the rest. */
export function customKind(field: (name: string) => ApiType | undefined): ApiType {
  const metadata = parseType('meta/v1.ObjectMeta');
  return {
    form: 'struct',
    name: 'custom',
    pointer: false,
    field: (name) => (name === 'metadata' ? metadata : field(name)),
  };
}

const kinds: Readonly<Record<string, string>> = apiTypes.kinds;
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = apiTypes.types;
const parsed = new Map<string, ApiType>();

/** `undefined` for what no API server has by itself: custom resources, aggregated APIs. */
export function typeOfKind(apiVersion: string, kind: string): ApiType | undefined {
  const name = kinds[`${apiVersion}/${kind}`];
  return name === undefined ? undefined : parseType(name);
}

/**
 * The spelling of api-types.json: `*T` a pointer, `{}T` a map, `[]T` a list that is one value, `[name]T` a list with
 * that key, `[=]T` a set (C-19).
 */
export function parseType(spelled: string): ApiType {
  const known = parsed.get(spelled);
  if (known) return known;
  const type = readType(spelled);
  parsed.set(spelled, type);
  return type;
}

function readType(spelled: string): ApiType {
  if (spelled.startsWith('*')) return { ...parseType(spelled.slice(1)), pointer: true };
  if (spelled.startsWith('{}')) return { form: 'map', of: kept(parseType(spelled.slice(2))), pointer: false };
  const [list = '', keys = ''] = /^\[([^\]]*)\]/.exec(spelled) ?? [];
  if (list !== '') {
    const of = kept(parseType(spelled.slice(list.length)));
    const isSet = keys === '=';
    return { form: 'list', of, keys: isSet || keys === '' ? [] : keys.split(','), isSet, pointer: false };
  }
  const fields = types[spelled];
  if (fields === undefined) return { form: 'scalar', word: spelled as Word, pointer: false };
  return { form: 'struct', name: spelled, pointer: false, field: (name) => fieldOf(fields, name) };
}

/** A zero in a map or a list is an entry like any other. */
function kept(type: ApiType): ApiType {
  return type.form === 'scalar' ? { ...type, pointer: true } : type;
}

function fieldOf(fields: Readonly<Record<string, string>>, name: string): ApiType | undefined {
  const spelled = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return spelled === undefined ? undefined : parseType(spelled);
}
