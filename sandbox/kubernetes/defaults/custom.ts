import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { copy, isObject, objectAt } from '../object.ts';

/** The `default`s of a custom resource's schema. */
export function fillCustom(value: Json, schema: JsonObject): void {
  if (Array.isArray(value)) for (const item of value) fillCustom(item, objectAt(schema, 'items'));
  if (!isObject(value)) return;
  for (const [name, property] of Object.entries(objectAt(schema, 'properties'))) {
    if (!isObject(property)) continue;
    if (value[name] === undefined && property.default !== undefined) value[name] = copy(property.default);
    const field = value[name];
    if (field !== undefined) fillCustom(field, property);
  }
  const rest = schema.additionalProperties;
  if (isObject(rest)) for (const field of Object.values(value)) fillCustom(field, rest);
}
