import type { Difference } from '../model/difference.ts';
import type { Json } from '../model/json.ts';
import { type ApiType, unknownType } from './api-types.ts';
import { changed, compareValue, extra, missing, type Place } from './compare-value.ts';
import { type Item, type Matched, matchItems } from './list-keys.ts';
import { isObject } from './scalar.ts';

type ListType = Extract<ApiType, { form: 'list' }>;

/** C-04, C-19: by the key the API merges the list by; as a set; or whole, position by position. */
export function compareList(declared: Json[], live: Json[], place: Place): Difference[] {
  const { type } = place;
  if (type.form !== 'list') return comparePositions(declared, live, { ...place, type: openList });
  if (type.isSet) return compareSet(declared, live, place);
  return type.keys.length > 0
    ? compareKeyed(declared, live, { ...place, type })
    : comparePositions(declared, live, place);
}

const openList: ApiType = { form: 'list', of: unknownType, keys: [], isSet: false, pointer: true };

function comparePositions(declared: Json[], live: Json[], place: Place): Difference[] {
  if (declared.length !== live.length) return [changed(declared, live, place)];
  return declared.flatMap((item, index) => {
    const inner = itemPlace(place, String(index), index);
    const found = live[index] ?? null;
    if (item === null && found === null) return [];
    return item === null ? [extra(found, inner)] : compareValue(item, found, { ...inner, whole: true });
  });
}

function compareSet(declared: Json[], live: Json[], place: Place): Difference[] {
  const isIn = (list: Json[], item: Json, at: Place) =>
    list.some((other) => compareValue(item, other, at).length === 0);
  const lost = declared.flatMap((item, index) => {
    const inner = itemPlace(place, labelOf(item), index);
    return isIn(live, item, inner) ? [] : [missing(item, inner)];
  });
  if (!place.whole) return lost;
  const added = live
    .filter((item) => !isIn(declared, item, itemPlace(place, labelOf(item), 0)))
    .map((item) => extra(item, itemPlace(place, labelOf(item), 0)));
  return [...lost, ...added];
}

function compareKeyed(declared: Json[], live: Json[], place: Place & { type: ListType }): Difference[] {
  const { pairs, lost, added } = matchItems(declared, live, place.type);
  const inPlace = pairs.flatMap(([item, other]) => compareValue(item.value, other.value, placeOfItem(place, item)));
  const found = [...inPlace, ...compareOrder(pairs, place)];
  const renamed = renamedItem(lost, added, place);
  if (renamed) return [...found, ...renamed];
  const extras = place.whole ? added.map((item) => extra(item.value, placeOfItem(place, item))) : [];
  return [...found, ...lost.map((item) => missing(item.value, placeOfItem(place, item))), ...extras];
}

/** Init containers run one after the other. Those that a webhook injected between them are left out. */
function compareOrder(pairs: Matched['pairs'], place: Place): Difference[] {
  if (place.field !== 'core.PodSpec.initContainers') return [];
  const live = pairs.map(([, other]) => other).toSorted((one, other) => one.index - other.index);
  const wanted = pairs.map(([, { label }]) => label);
  const found = live.map(({ label }) => label);
  if (wanted.every((label, index) => label === found[index])) return [];
  return [{ ...changed(wanted, found, place), why: 'they run one after the other, and not in the declared order' }];
}

/** The one item that is missing and the one that is there instead, alike but for the key: the key was changed. */
function renamedItem(lost: Item[], added: Item[], place: Place & { type: ListType }): Difference[] | undefined {
  const [[item, ...others], [instead, ...more]] = [lost, added];
  if (!item || !instead || others.length + more.length > 0 || !isObject(item.value)) return undefined;
  const { keys } = place.type;
  const differences = compareValue(item.value, instead.value, placeOfItem(place, item));
  const own = keys.map((key) => `${placeOfItem(place, item).path}.${key}`);
  return differences.every(({ path }) => own.includes(path)) ? differences : undefined;
}

function placeOfItem(place: Place, { label, index }: Item): Place {
  return itemPlace(place, label, index);
}

function itemPlace(place: Place, label: string, index: number): Place {
  const { path, pointer, type, whole, field } = place;
  const of = type.form === 'list' ? type.of : unknownType;
  const isKeyed = type.form === 'list' && (type.isSet || type.keys.length > 0);
  return {
    type: of,
    path: `${path}[${isKeyed ? label : index}]`,
    pointer: `${pointer}[${index}]`,
    whole,
    field,
    siblings: {},
    fallback: undefined,
  };
}

function labelOf(item: Json): string {
  return typeof item === 'string' ? item : JSON.stringify(item);
}
