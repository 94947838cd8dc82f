import type { Json, JsonObject } from '../model/json.ts';
import { type ApiType, customKind, unknownType, type Word } from './api-types.ts';
import { isObject, own } from './scalar.ts';

/** What the server's OpenAPI v3 document of a group version says of one kind; `undefined` when it says nothing. */
export function typeFromDocument(document: JsonObject, apiVersion: string, kind: string): ApiType | undefined {
  const components = isObject(document.components) ? document.components : {};
  const schemas = isObject(components.schemas) ? components.schemas : {};
  const found = Object.values(schemas).find((schema) => isObject(schema) && isOf(schema, apiVersion, kind));
  if (!isObject(found)) return undefined;
  const root = typeOf(found, schemas);
  return root.form === 'struct' ? customKind(root.field) : undefined;
}

function isOf(schema: JsonObject, apiVersion: string, kind: string): boolean {
  const told = schema['x-kubernetes-group-version-kind'];
  if (!Array.isArray(told)) return false;
  return told.some((one) => {
    if (!isObject(one) || one.kind !== kind) return false;
    return apiVersion === (one.group ? `${one.group}/${one.version}` : one.version);
  });
}

/** Custom resources are kept as they were written, zeros and empty lists included: every field is a pointer. */
function typeOf(schema: JsonObject, schemas: JsonObject): ApiType {
  const target = resolve(schema, schemas);
  if (target['x-kubernetes-int-or-string'] === true) return scalar(isQuantity(target) ? 'quantity' : 'int-or-string');
  if (target.type === 'array') return listOf(target, schemas);
  if (isObject(target.properties)) return structOf(target.properties, schemas);
  if (isObject(target.additionalProperties) && Object.keys(target.additionalProperties).length > 0) {
    return { form: 'map', of: typeOf(target.additionalProperties, schemas), pointer: true };
  }
  return scalar(words[String(target.type)] ?? 'open', target.format);
}

const words: Readonly<Record<string, Word>> = { string: 'string', boolean: 'bool', integer: 'int', number: 'float' };

function resolve(schema: JsonObject, schemas: JsonObject): JsonObject {
  const [only] = Array.isArray(schema.allOf) ? schema.allOf : [];
  const reference = schema.$ref ?? (isObject(only) ? only.$ref : undefined);
  const target = own(schemas, String(reference).replace('#/components/schemas/', ''));
  return isObject(target) ? target : schema;
}

/** controller-gen writes a quantity as int-or-string with the pattern of its suffixes. */
function isQuantity({ pattern }: JsonObject): boolean {
  return String(pattern).includes('[numkMGTPE]');
}

function listOf(schema: JsonObject, schemas: JsonObject): ApiType {
  const keys = schema['x-kubernetes-list-map-keys'];
  const type = schema['x-kubernetes-list-type'];
  return {
    form: 'list',
    of: isObject(schema.items) ? typeOf(schema.items, schemas) : unknownType,
    keys: type === 'map' && Array.isArray(keys) ? keys.map(String) : [],
    isSet: type === 'set',
    pointer: true,
  };
}

function structOf(properties: JsonObject, schemas: JsonObject): ApiType {
  const defaults: JsonObject = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (isObject(schema) && schema.default !== undefined) defaults[name] = schema.default;
  }
  const field = (name: string) => {
    const schema = own(properties, name);
    return isObject(schema) ? typeOf(schema, schemas) : undefined;
  };
  return { form: 'struct', name: 'custom', pointer: true, field, defaults };
}

function scalar(word: Word, format?: Json): ApiType {
  return { form: 'scalar', word: format === 'date-time' ? 'time' : word, pointer: true };
}
