import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { at, isObject, objectAt, textAt } from '../object.ts';
import { anyShape, type ListShape, type Shape, type StructShape, shapeOfType } from './shape.ts';

/** The shape of a custom resource out of the `openAPIV3Schema` of its definition. */
export function customShape(kind: string, schema: JsonObject): Shape {
  if (Object.keys(schema).length === 0) return anyShape;
  const shape = shapeOf(kind, schema);
  if (shape.form !== 'struct') return shape;
  const string = shapeOfType('string');
  const standard: [string, Shape][] = [
    ['apiVersion', string],
    ['kind', string],
    ['metadata', shapeOfType('ObjectMeta')],
  ];
  return { ...shape, fields: new Map([...shape.fields, ...standard]) };
}

function shapeOf(name: string, schema: JsonObject): Shape {
  if (schema['x-kubernetes-int-or-string'] === true) return { form: 'scalar', type: 'int-or-string' };
  switch (schema.type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return { form: 'scalar', type: schema.type };
    case 'array':
      return listOf(name, schema);
    case 'object':
      return objectOf(name, schema);
    default:
      return anyShape;
  }
}

function listOf(name: string, schema: JsonObject): ListShape {
  const listType = textAt(schema, 'x-kubernetes-list-type');
  const keys = at(schema, 'x-kubernetes-list-map-keys');
  return {
    form: 'list',
    of: shapeOf(name, objectAt(schema, 'items')),
    kind: listType === 'map' ? 'keyed' : listType === 'set' ? 'set' : 'atomic',
    keys: Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : [],
    mergeKey: undefined,
    merges: false,
    retainsKeys: false,
  };
}

function objectOf(name: string, schema: JsonObject): Shape {
  const atomic = schema['x-kubernetes-map-type'] === 'atomic';
  const properties: Json | undefined = schema.properties;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (isObject(properties)) return structOf(name, schema, { properties, atomic, open });
  if (isObject(schema.additionalProperties))
    return { form: 'map', of: shapeOf(name, schema.additionalProperties), atomic };
  return open ? anyShape : structOf(name, schema, { properties: {}, atomic, open });
}

function structOf(
  name: string,
  schema: JsonObject,
  parts: { properties: JsonObject; atomic: boolean; open: boolean },
): StructShape {
  const fields = Object.entries(parts.properties).map(([key, value]): [string, Shape] => [
    key,
    shapeOf(`${name}.${key}`, isObject(value) ? value : {}),
  ]);
  const required = Array.isArray(schema.required)
    ? schema.required.filter((key): key is string => typeof key === 'string')
    : [];
  return { form: 'struct', name, fields: new Map(fields), required, atomic: parts.atomic, open: parts.open };
}
