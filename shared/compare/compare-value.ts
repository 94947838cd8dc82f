import type { Difference } from '../model/difference.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { holdsAddress } from './address.ts';
import { type ApiType, unknownType } from './api-types.ts';
import { compareList } from './compare-list.ts';
import { defaultOf, isChosenByServer, isDropped, isGated, overrideOf, versionless } from './defaults.ts';
import { isEmptyOf, isNothing, saysNothing, selectsWhenEmpty } from './empty.ts';
import { limitDefaults } from './limit-defaults.ts';
import { isOneValue } from './one-value.ts';
import { isSameAmount } from './quantity.ts';
import { isObject, isSameScalar, own } from './scalar.ts';
import { isServerOwned } from './server-owned.ts';

/** Where a comparison stands. */
export interface Place {
  type: ApiType;
  path: string;
  pointer: string;
  /** Inside a list or selector that is one value: what is not declared counts too (C-19). */
  whole: boolean;
  /** `core.Container.image`: of the struct that holds the value. */
  field: string;
  siblings: JsonObject;
  /** The default that a custom kind's own schema states. */
  fallback: Json | undefined;
}

export function compareValue(declared: Json | undefined, live: Json | undefined, place: Place): Difference[] {
  if (isNothing(declared)) return [];
  const wanted = wantedValue(declared, place);
  if (wanted === undefined) return [];
  if (isNothing(live)) return saysNothing(declared, place.type) ? [] : compareWithNothing(wanted, place);
  const { type } = place;
  if (isObject(wanted) && isObject(live)) return compareFields(wanted, live, place);
  if (Array.isArray(wanted) && Array.isArray(live)) return compareList(wanted, live, place);
  if (isTrueSchema(wanted, live) || isTrueSchema(live, wanted)) return [];
  return isSame(wanted, live, place) ? [] : [changed(wanted, live, { ...place, type })];
}

/** An entry of a map or a keyed list is what somebody took away, and the server dropped what was left empty. */
function compareWithNothing(wanted: Json, place: Place): Difference[] {
  const { type } = place;
  if (type.form === 'map' && isObject(wanted) && !type.pointer) return compareFields(wanted, {}, place);
  const hasKeys = type.form === 'list' && (type.isSet || type.keys.length > 0);
  return hasKeys && Array.isArray(wanted) ? compareList(wanted, [], place) : [missing(wanted, place)];
}

/** What the server makes of the declared value; `undefined` when it chooses for itself (C-05, C-18). */
function wantedValue(declared: Json, { type, field, siblings }: Place): Json | undefined {
  const override = overrideOf(field, siblings);
  if (override !== undefined) return override;
  const filled = isObject(declared) ? limitDefaults(field, siblings) : undefined;
  if (filled !== undefined) return { ...filled, ...(declared as JsonObject) };
  if (isDropped(field, siblings) || (isEmptyOf(declared, type) && isChosenByServer(field))) return undefined;
  const isZero = type.form === 'scalar' && !type.pointer && isEmptyOf(declared, type);
  return isZero ? (defaultOf(field, siblings) ?? declared) : declared;
}

function isSame(declared: Json, live: Json, { type, field }: Place): boolean {
  if (type.form !== 'scalar') return isSameScalar('any', declared, live);
  if (field.endsWith('{}') && type.word === 'quantity') return isSameAmount(declared, live);
  return isSameScalar(holdsAddress(field) ? 'address' : type.word, declared, live);
}

function compareFields(declared: JsonObject, live: JsonObject, place: Place): Difference[] {
  const { type } = place;
  if (type.form === 'scalar' && type.word === 'any') return compareKept(declared, live, place);
  const whole = place.whole || isOneValue(declared, place);
  const here = { ...place, whole };
  const found = Object.keys(declared)
    .filter((name) => !isServerOwned(place.path, name))
    .flatMap((name) => compareValue(declared[name], own(live, name), placeOf(name, declared, here)));
  return whole ? [...found, ...extras(declared, live, here)] : found;
}

/** JSON that the API keeps as one value: a default in a schema, parameters of a driver. */
function compareKept(declared: Json, live: Json, place: Place): Difference[] {
  return isSameScalar('any', declared, live) ? [] : [changed(declared, live, place)];
}

export function placeOf(name: string, siblings: JsonObject, { type, path, pointer, whole }: Place): Place {
  return {
    type: fieldType(type, name) ?? unknownType,
    path: path === '' ? name : `${path}.${name}`,
    pointer: pointer === '' ? name : `${pointer}.${name}`,
    whole,
    field: type.form === 'struct' ? `${versionless(type.name)}.${name}` : '{}',
    siblings,
    fallback: type.form === 'struct' ? type.defaults?.[name] : undefined,
  };
}

function fieldType(type: ApiType, name: string): ApiType | undefined {
  if (type.form === 'struct') return type.field(name);
  return type.form === 'map' ? type.of : undefined;
}

function extras(declared: JsonObject, live: JsonObject, place: Place): Difference[] {
  return Object.keys(live)
    .filter((name) => isNothing(own(declared, name)) && !isTold(name, place))
    .flatMap((name) => {
      const value = live[name] ?? null;
      const inner = placeOf(name, declared, place);
      return isDefault(value, inner, live) ? [] : [extra(value, inner)];
    });
}

/** Objects inside objects (volumeClaimTemplates) repeat what a root has; the server fills it in. */
function isTold(name: string, { type, path }: Place): boolean {
  if (type.form === 'struct' && type.field('metadata')) return isServerOwned('', name);
  return path.endsWith('.metadata') && name === 'creationTimestamp';
}

/** Whether a live value that nobody declared is what the server fills in by itself. */
function isDefault(value: Json, place: Place, siblings: JsonObject): boolean {
  if (saysNothing(value, place.type) || isChosenByServer(place.field)) return true;
  const known = defaultFor(place, siblings);
  if (known !== undefined && isSame(known, value, place)) return true;
  if (isObject(value) && place.type.form === 'struct' && !selectsWhenEmpty(place.type)) {
    const names = Object.keys(value);
    return (
      names.length > 0 && names.every((name) => isDefault(value[name] ?? null, placeOf(name, value, place), value))
    );
  }
  return false;
}

function defaultFor({ field, fallback, siblings: declared }: Place, siblings: JsonObject): Json | undefined {
  return fallback ?? defaultOf(field, declared) ?? limitDefaults(field, siblings);
}

/** In a CustomResourceDefinition `true` and `{}` are one schema. */
function isTrueSchema(one: Json, other: Json): boolean {
  return one === true && isObject(other) && Object.keys(other).length === 0;
}

export function missing(declared: Json, place: Place): Difference {
  const told = toldPlace(place);
  const certain = told.certain && !isGated(place.field);
  return { ...told, certain, kind: 'missing', declared, live: null, why: 'declared, and not there' };
}

export function changed(declared: Json, live: Json, place: Place): Difference {
  return { ...toldPlace(place), kind: 'changed', declared, live, why: 'differs from what is declared' };
}

export function extra(live: Json, place: Place): Difference {
  const why = 'not declared, in a value that is compared as one';
  return { ...toldPlace(place), kind: 'extra', declared: null, live, why };
}

/** What stands in no schema may be dropped or filled in by the server: only a dry run tells (C-17). */
function toldPlace({ path, pointer, type, field, whole }: Place) {
  const isForeign = type.form === 'scalar' && type.word === 'open';
  const inKnown = field !== '' && field !== '{}';
  return { path, pointer, certain: !(isForeign && (inKnown || whole)) };
}
