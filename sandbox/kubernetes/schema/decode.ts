import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject } from '../object.ts';
import { badRequest } from '../status.ts';
import { isDroppedZero } from './dropped-zero.ts';
import { canonicalQuantity } from './quantity.ts';
import { anyShape, type ScalarShape, type Shape, type StructShape } from './shape.ts';

export interface Decoded<T extends Json = JsonObject> {
  value: T;
  /** Paths of fields that the type does not have; they are not in `value`. */
  unknown: string[];
}

/**
 * Reads a body as the API server's decoder does: unknown fields fall away (and are told), a wrong type is refused, and
 * what the type cannot tell from absent falls away too (C-18).
 */
export function decode(
  { kind, shape }: { kind: string; shape: Shape },
  body: JsonObject,
  keepsZeroes = false,
): Decoded {
  const unknown: string[] = [];
  const isCustom = shape.form === 'struct' && !shape.name.includes('/');
  const value = decodeValue(body, shape, {
    kind,
    path: '',
    struct: kind,
    unknown,
    keepsZeroes: isCustom || keepsZeroes,
  });
  return { value: isObject(value) ? value : {}, unknown };
}

interface Place {
  kind: string;
  path: string;
  unknown: string[];
  /** The structure the field is in. */
  struct: string;
  /** Custom resources keep an empty list and a zero. */
  keepsZeroes: boolean;
}

function decodeValue(value: Json, shape: Shape, place: Place): Json {
  if (value === null || shape.form === 'any') return value;
  if (shape.form === 'scalar') return decodeScalar(value, shape, place);
  if (shape.form === 'list') return decodeList(value, shape.of, place);
  if (!isObject(value)) throw wrongType(value, 'object', place);
  return shape.form === 'map' ? decodeMap(value, shape.of, place) : decodeStruct(value, shape, place);
}

function decodeList(value: Json, of: Shape, place: Place): Json {
  if (!Array.isArray(value)) throw wrongType(value, 'array', place);
  return value.map((item, index) => decodeValue(item, of, inside(place, `[${index}]`)));
}

function decodeMap(value: JsonObject, of: Shape, place: Place): JsonObject {
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value))
    result[key] = item === null ? zeroOf(of) : decodeValue(item, of, inside(place, `.${key}`));
  return result;
}

/** A null in a map of strings is an empty string to the decoder. */
function zeroOf(shape: Shape): Json {
  return shape.form === 'scalar' && shape.type === 'string' ? '' : null;
}

function decodeStruct(value: JsonObject, shape: StructShape, place: Place): JsonObject {
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const field = shape.fields.get(key) ?? (shape.open ? anyShape : undefined);
    const here = { ...inside(place, `.${key}`), struct: shape.name.replace(/^.*\./, '') };
    if (!field) place.unknown.push(here.path.replace(/^\./, ''));
    else if (item !== null && shape.required.includes(key)) result[key] = decodeValue(item, field, here);
    else if (item !== null) keepUnlessZero(result, key, { value: decodeValue(item, field, here), field, place });
  }
  return result;
}

function keepUnlessZero(into: JsonObject, key: string, found: { value: Json; field: Shape; place: Place }): void {
  const isMetadata = found.place.path.endsWith('metadata');
  if ((!found.place.keepsZeroes || isMetadata) && isDroppedZero(key, found.value, found.field)) return;
  into[key] = found.value;
}

function decodeScalar(value: Json, { type }: ScalarShape, place: Place): Json {
  if (type === 'int-or-string' && (typeof value === 'string' || Number.isInteger(value))) return value;
  if (type === 'number' && typeof value === 'number') return value;
  if (type === 'integer' && Number.isInteger(value)) return value;
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'time' && typeof value === 'string') return readTime(value);
  if (type === 'micro-time' && typeof value === 'string') return readMicroTime(value);
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'quantity' && (typeof value === 'string' || typeof value === 'number'))
    return readQuantity(String(value));
  throw wrongType(value, type, place);
}

/** To the second, in UTC, as the server writes it. */
function readTime(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time) || !/^\d{4}-\d\d-\d\dT/.test(text)) throw badTime(text, '2006-01-02T15:04:05Z07:00');
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Exactly six digits, or it is refused. */
function readMicroTime(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{6})(Z|[-+]\d\d:\d\d)$/.exec(text);
  if (!parts) throw badMicroTime(text);
  const [, seconds = '', fraction = '', zone = ''] = parts;
  return new Date(`${seconds}${zone}`).toISOString().replace(/\.\d+Z$/, `.${fraction}Z`);
}

function badMicroTime(text: string): Error {
  const rest = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(.*)$/.exec(text)?.[1];
  if (rest === undefined) return badTime(text, '2006-01-02T15:04:05.000000Z07:00');
  return badRequest(
    `parsing time "${text}" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "${rest}" as ".000000"`,
  );
}

function badTime(text: string, layout: string): Error {
  return badRequest(`parsing time "${text}" as "${layout}": cannot parse "${text}" as "${layout}"`);
}

/** It may be written as a number. */
function readQuantity(text: string): string {
  const quantity = canonicalQuantity(text);
  if (quantity !== undefined) return quantity;
  throw badRequest("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
}

function inside(place: Place, step: string): Place {
  return { ...place, path: `${place.path}${step}` };
}

function wrongType(value: Json, wanted: string, place: Place): Error {
  const got = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  const field = place.path.replace(/^\./, '').replaceAll(/\[\d+\]/g, '');
  return badRequest(
    `${place.kind} in version "v1" cannot be handled as a ${place.kind}: json: cannot unmarshal ${got} into Go struct field ${place.struct}.${field} of type ${goType(wanted)}`,
  );
}

function goType(wanted: string): string {
  return (
    { integer: 'int32', boolean: 'bool', object: 'map[string]interface {}', array: '[]interface {}' }[wanted] ?? wanted
  );
}
