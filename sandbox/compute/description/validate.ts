import { ApiError } from '../api-error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { refusal } from '../refusal.ts';
import type { Version } from './load.ts';
import { type Field, messageOf } from './message.ts';
import { isUnlistedValue } from './unlisted-values.ts';

/** Reads a body as the API would: unknown fields and wrong types are refused, nulls dropped, 64-bit integers made strings. */
export function validateBody(version: Version, type: string, body: Json): JsonObject {
  return readMessage({ version, type, where: 'resource', parent: '' }, body);
}

interface Place {
  version: Version;
  type: string;
  where: string;
  /** The message the value is a field of. */
  parent: string;
}

function readMessage({ version, type, where }: Place, value: Json): JsonObject {
  if (!isObject(value)) throw wrongType(where, type, value);
  const message = messageOf(version, type);
  if (!message) return value;
  const read: JsonObject = {};
  for (const [name, item] of Object.entries(value)) {
    const field = message.get(name);
    if (!field) throw unknownField(name, where);
    if (item === null || item === undefined) continue;
    read[name] = readField({ version, type: field.type, where: `${where}.${name}`, parent: type }, field, item);
  }
  return read;
}

function readField(place: Place, field: Field, value: Json): Json {
  if (field.map) return readMap(place, value);
  if (!field.repeated) return readItem(place, field, value);
  if (!Array.isArray(value)) throw wrongType(place.where, field.type, value);
  return value.map((item, index) => readItem({ ...place, where: `${place.where}[${index}]` }, field, item));
}

function readMap(place: Place, value: Json): Json {
  if (!isObject(value)) throw wrongType(place.where, 'map', value);
  const field = { type: place.type, repeated: false, map: false, values: undefined };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      readItem({ ...place, where: `${place.where}.${key}` }, field, item ?? null),
    ]),
  );
}

function readItem(place: Place, field: Field, value: Json): Json {
  const scalar = scalars[field.type];
  if (!scalar) return field.type === 'google.protobuf.Any' ? value : readMessage(place, value);
  const read = scalar(value);
  if (read === undefined) throw wrongType(place.where, field.type, value);
  if (field.values) requireListed(place, field.values, String(read));
  return read;
}

const scalars: Record<string, (value: Json) => Json | undefined> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  int32: (value) => integer(value, -(2 ** 31), 2 ** 31 - 1),
  uint32: (value) => integer(value, 0, 2 ** 32 - 1),
  int64: wide,
  uint64: (value) => (String(value).startsWith('-') ? undefined : wide(value)),
  double: finite,
  float: finite,
};

function integer(value: Json, least: number, most: number): number | undefined {
  const number = finite(value);
  return number !== undefined && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

function wide(value: Json): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? value : undefined;
}

function finite(value: Json): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function unknownField(name: string, where: string): ApiError {
  const at = where === 'resource' ? '' : ` at '${where}'`;
  return malformed(`Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`, where);
}

function wrongType(where: string, type: string, value: Json): ApiError {
  const name = scalars[type] ? `TYPE_${type.toUpperCase()}` : `type.googleapis.com/google.cloud.compute.v1.${type}`;
  return malformed(`Invalid value at '${where}' (${name}), ${JSON.stringify(value)}`, where);
}

function requireListed({ version, parent, where }: Place, values: ReadonlySet<string>, value: string): void {
  if (values.has(value) || isUnlistedValue(version, { message: parent, value })) return;
  const allowed = [...values].filter((one) => !one.startsWith('UNDEFINED_'));
  throw refusal.invalid(where, value, `Must be one of [${allowed.join(', ')}]`);
}

/** The front end's own refusals carry a gRPC status and the violation. */
export function malformed(message: string, field: string): ApiError {
  const violation = {
    '@type': 'type.googleapis.com/google.rpc.BadRequest',
    fieldViolations: [{ field, description: message }],
  };
  return new ApiError({
    status: 400,
    reason: 'badRequest',
    message,
    grpcStatus: 'INVALID_ARGUMENT',
    details: [violation],
  });
}
