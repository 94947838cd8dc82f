import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject, isSame, numberAt, objectAt, textAt } from '../object.ts';
import type { FieldError } from '../status.ts';
import { invalidValue, requiredValue, unsupportedValue } from './field-error.ts';

/** The limits of a custom resource's schema. */
export function validateCustom(value: Json, schema: JsonObject, path = ''): FieldError[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => validateCustom(item, objectAt(schema, 'items'), `${path}[${index}]`));
  if (isObject(value)) return validateObject(value, schema, path);
  return validateScalar(value, schema, path);
}

function validateObject(value: JsonObject, schema: JsonObject, path: string): FieldError[] {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required.filter((name) => value[name] === undefined).map((name) => requiredValue(join(path, name)));
  const fields = Object.entries(objectAt(schema, 'properties')).flatMap(([name, property]) => {
    const field = value[name];
    return field === undefined || !isObject(property) ? [] : validateCustom(field, property, join(path, name));
  });
  return [...missing, ...fields];
}

function validateScalar(value: Json, schema: JsonObject, path: string): FieldError[] {
  const choices = schema.enum;
  if (Array.isArray(choices) && !choices.some((choice) => isSame(choice, value)))
    return [unsupportedValue(path, value, choices.map(String))];
  if (typeof value === 'string') return validateText(value, schema, path);
  if (typeof value === 'number') return validateNumber(value, schema, path);
  return [];
}

function validateText(value: string, schema: JsonObject, path: string): FieldError[] {
  const pattern = textAt(schema, 'pattern');
  const longest = numberAt(schema, 'maxLength') ?? Number.POSITIVE_INFINITY;
  if (pattern !== undefined && !new RegExp(pattern).test(value))
    return [invalidValue(path, value, `${path} in body should match '${pattern}'`)];
  if (value.length > longest)
    return [invalidValue(path, value, `${path} in body should be at most ${longest} chars long`)];
  const shortest = numberAt(schema, 'minLength') ?? 0;
  return value.length < shortest
    ? [invalidValue(path, value, `${path} in body should be at least ${shortest} chars long`)]
    : [];
}

function validateNumber(value: number, schema: JsonObject, path: string): FieldError[] {
  const [least, most] = [numberAt(schema, 'minimum'), numberAt(schema, 'maximum')];
  if (least !== undefined && value < least)
    return [invalidValue(path, value, `${path} in body should be greater than or equal to ${least}`)];
  return most !== undefined && value > most
    ? [invalidValue(path, value, `${path} in body should be less than or equal to ${most}`)]
    : [];
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}
