import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from './scalar.ts';

/** For containers a LimitRange fills `default` from `max`, and `defaultRequest` from `default` and `min`. */
export function limitDefaults(field: string, item: JsonObject): JsonObject | undefined {
  if (item.type !== 'Container') return undefined;
  if (field === 'core.LimitRangeItem.default') return asObject(item.max);
  if (field !== 'core.LimitRangeItem.defaultRequest') return undefined;
  return { ...asObject(item.min), ...asObject(item.max), ...asObject(item.default) };
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
