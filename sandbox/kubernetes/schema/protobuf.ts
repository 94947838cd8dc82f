import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject } from '../object.ts';
import { badRequest } from '../status.ts';
import numbers from './protobuf.json' with { type: 'json' };
import type { FieldNumbers } from './protobuf-file.ts';
import { type ScalarShape, type Shape, type StructShape, shapeOfKind, shapeOfType } from './shape.ts';
import { readFields, type WireField } from './wire.ts';

const fieldNumbers: Readonly<Record<string, FieldNumbers>> = numbers;
const magic = Buffer.from('k8s\0');

/** The object in a body of `application/vnd.kubernetes.protobuf`, which client-go sends for the kinds it knows. */
export function readProtobuf(body: Uint8Array): JsonObject {
  const bytes = Buffer.from(body);
  if (!bytes.subarray(0, 4).equals(magic)) throw badRequest('the body does not begin as protobuf of Kubernetes does');
  const unknown = readFields(bytes.subarray(4));
  const type = readFields(bytesOf(unknown, 1));
  const [apiVersion, kind] = [bytesOf(type, 1).toString(), bytesOf(type, 2).toString()];
  const shape = shapeNamed(apiVersion, kind);
  if (shape?.form !== 'struct') throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { ...readStruct(bytesOf(unknown, 2), shape), apiVersion, kind };
}

/** Options and evictions are sent in versions that name them otherwise. */
function shapeNamed(apiVersion: string, kind: string): Shape | undefined {
  const others: Readonly<Record<string, string>> = {
    DeleteOptions: 'DeleteOptions',
    Eviction: 'policy/v1.Eviction',
    Binding: 'core/v1.Binding',
    Scale: 'autoscaling/v1.Scale',
  };
  const other = others[kind];
  if (other) return shapeOfType(other);
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return shapeOfKind(group, version, kind);
}

function readStruct(bytes: Buffer, shape: StructShape): JsonObject {
  const result: JsonObject = {};
  readInto(result, readFields(bytes), { shape, table: fieldNumbers[shape.name] ?? {} });
  return result;
}

function readInto(
  result: JsonObject,
  fields: readonly WireField[],
  { shape, table }: { shape: StructShape; table: FieldNumbers },
): void {
  for (const field of fields) {
    const known = table[field.number];
    if (typeof known === 'object') readInto(result, readFields(field.bytes), { shape, table: known });
    else if (known !== undefined) addField(result, known, { field, shape });
  }
}

function addField(result: JsonObject, known: string, { field, shape }: { field: WireField; shape: StructShape }): void {
  const isBytes = known.endsWith('*');
  const name = isBytes ? known.slice(0, -1) : known;
  const of = shape.fields.get(name);
  if (!of) return;
  const before = result[name];
  if (of.form === 'list') result[name] = [...(Array.isArray(before) ? before : []), readValue(field, of.of, isBytes)];
  else if (of.form === 'map')
    result[name] = { ...(isObject(before) ? before : {}), ...readEntry(field.bytes, of.of, isBytes) };
  else result[name] = readValue(field, of, isBytes);
}

function readEntry(bytes: Buffer, of: Shape, isBytes: boolean): JsonObject {
  const fields = readFields(bytes);
  const value = fields.find(({ number }) => number === 2) ?? { number: 2, bytes: Buffer.alloc(0), integer: 0n };
  return { [bytesOf(fields, 1).toString()]: readValue(value, of, isBytes) };
}

function readValue(field: WireField, shape: Shape, isBytes: boolean): Json {
  if (isBytes) return shape.form === 'any' ? readJson(field.bytes) : field.bytes.toString('base64');
  switch (shape.form) {
    case 'struct':
      return readStruct(field.bytes, shape);
    case 'scalar':
      return readScalar(field, shape);
    case 'list':
      return readFields(field.bytes).map((item) => readValue(item, shape.of, false));
    case 'map':
      return readEntry(field.bytes, shape.of, false);
    case 'any':
      return readJson(bytesOf(readFields(field.bytes), 1));
  }
}

function readJson(bytes: Buffer): Json {
  return bytes.length ? JSON.parse(bytes.toString()) : null;
}

function readScalar(field: WireField, { type }: ScalarShape): Json {
  switch (type) {
    case 'string':
      return field.bytes.toString();
    case 'boolean':
      return field.integer !== 0n;
    case 'integer':
      return Number(BigInt.asIntN(64, field.integer));
    case 'number':
      return field.bytes.length === 8 ? field.bytes.readDoubleLE() : Number(field.integer);
    case 'quantity':
      return bytesOf(readFields(field.bytes), 1).toString();
    case 'int-or-string':
      return readIntOrString(readFields(field.bytes));
    case 'time':
    case 'micro-time':
      return readTime(readFields(field.bytes), type === 'micro-time');
  }
}

function readIntOrString(fields: readonly WireField[]): Json {
  const isText = integerOf(fields, 1) === 1n;
  return isText ? bytesOf(fields, 3).toString() : Number(BigInt.asIntN(32, integerOf(fields, 2)));
}

/** A time that nobody set has no fields. */
function readTime(fields: readonly WireField[], isMicro: boolean): Json {
  if (fields.length === 0) return null;
  const seconds = new Date(Number(BigInt.asIntN(64, integerOf(fields, 1))) * 1000).toISOString().slice(0, 19);
  const micros = String((Number(integerOf(fields, 2)) / 1000) | 0).padStart(6, '0');
  return isMicro ? `${seconds}.${micros}Z` : `${seconds}Z`;
}

function bytesOf(fields: readonly WireField[], number: number): Buffer {
  return fields.findLast((field) => field.number === number)?.bytes ?? Buffer.alloc(0);
}

function integerOf(fields: readonly WireField[], number: number): bigint {
  return fields.findLast((field) => field.number === number)?.integer ?? 0n;
}
