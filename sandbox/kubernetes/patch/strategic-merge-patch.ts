import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject, isSame } from '../object.ts';
import { type ListShape, type Shape, shapeOfStep } from '../schema/shape.ts';

/** Kubernetes' own patch: lists of a known kind merge by their key; `$patch`, `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList` direct it. */
export function applyStrategicMergePatch(target: Json | undefined, patch: Json, shape: Shape): Json {
  if (Array.isArray(patch)) return shape.form === 'list' ? mergeList(target, patch, shape) : patch;
  if (!isObject(patch)) return patch;
  return mergeObject(isObject(target) ? target : {}, patch, shape);
}

function mergeObject(target: JsonObject, patch: JsonObject, shape: Shape): JsonObject {
  const { $patch: directive, $retainKeys: retained, ...fields } = patch;
  if (directive === 'replace') return withoutDirectives(fields);
  if (directive === 'delete') return {};
  const result: JsonObject = retainKeys(target, retained);
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete result[key];
    else result[key] = applyStrategicMergePatch(result[key], value, shapeOfStep(shape, key));
  }
  directLists(result, { served: target, patch: fields }, shape);
  return result;
}

function retainKeys(target: JsonObject, retained: Json | undefined): JsonObject {
  if (!Array.isArray(retained)) return { ...target };
  return Object.fromEntries(Object.entries(target).filter(([key]) => retained.includes(key)));
}

function directLists(
  result: JsonObject,
  { served, patch }: { served: JsonObject; patch: JsonObject },
  shape: Shape,
): void {
  for (const [directive, value] of Object.entries(patch)) {
    const [name, field = ''] = directive.split('/');
    const list = result[field];
    const of = shapeOfStep(shape, field);
    if (!Array.isArray(list) || !Array.isArray(value)) continue;
    if (name === '$deleteFromPrimitiveList')
      result[field] = list.filter((item) => !value.some((gone) => isSame(gone, item)));
    if (name === '$setElementOrder' && of.form === 'list')
      result[field] = inElementOrder(list, { order: value, served: served[field], mergeKey: of.mergeKey });
  }
}

interface Order {
  order: Json[];
  /** The list as it was. */
  served: Json | undefined;
  mergeKey: string | undefined;
}

/** The items named in the patch in its order; those it does not name before the first that stood after them. */
function inElementOrder(list: Json[], { order, served, mergeKey }: Order): Json[] {
  const placeIn = (items: Json | undefined, item: Json) =>
    Array.isArray(items) ? items.findIndex((one) => isSame(identity(one, mergeKey), identity(item, mergeKey))) : -1;
  const named = list
    .filter((item) => placeIn(order, item) >= 0)
    .sort((one, other) => placeIn(order, one) - placeIn(order, other));
  const others = list.filter((item) => placeIn(order, item) < 0);
  const result: Json[] = [];
  for (const item of named) {
    const place = placeIn(served, item);
    while (place >= 0 && others[0] !== undefined && placeIn(served, others[0]) < place)
      result.push(...others.splice(0, 1));
    result.push(item);
  }
  return [...result, ...others];
}

function identity(item: Json, mergeKey: string | undefined): Json | undefined {
  return mergeKey !== undefined && isObject(item) ? item[mergeKey] : item;
}

function mergeList(target: Json | undefined, patch: Json[], shape: ListShape): Json[] {
  const before = Array.isArray(target) ? target : [];
  if (!shape.merges || patch.some((item) => isObject(item) && item.$patch === 'replace'))
    return patch.filter((item) => !isReplaceMarker(item)).map(withoutDirectives);
  const { mergeKey } = shape;
  if (mergeKey === undefined) return [...before, ...patch.filter((item) => !before.some((one) => isSame(one, item)))];
  const merged = patch.reduce<Json[]>(
    (list, item) => mergeItem(list, item, { before, mergeKey, of: shape.of }),
    [...before],
  );
  return inElementOrder(merged, { order: patch, served: before, mergeKey });
}

interface Merging {
  /** An item of the patch is compared with these, not with the patch's other items. */
  before: Json[];
  mergeKey: string;
  of: Shape;
}

function mergeItem(list: Json[], item: Json, { before, mergeKey, of }: Merging): Json[] {
  const isIt = (one: Json) => isSame(identity(one, mergeKey), identity(item, mergeKey));
  if (isObject(item) && item.$patch === 'delete') return list.filter((one) => !isIt(one));
  if (!before.some(isIt)) return [...list, applyStrategicMergePatch(undefined, item, of)];
  const index = list.findIndex(isIt);
  return list.map((one, at) => (at === index ? applyStrategicMergePatch(one, item, of) : one));
}

function isReplaceMarker(item: Json): boolean {
  return isObject(item) && item.$patch === 'replace' && Object.keys(item).length === 1;
}

function withoutDirectives<T extends Json>(value: T): T;
function withoutDirectives(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => withoutDirectives(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('$'));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutDirectives(item)]));
}
