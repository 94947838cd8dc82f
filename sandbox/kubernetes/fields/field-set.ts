import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { isObject } from '../object.ts';

/**
 * Paths of fields in the form of `fieldsV1`: `f:name` a field, `k:{…}` an item by its keys, `v:…` an item of a set;
 * a node with nothing below is a member, and one with something below is a member when it holds `.`.
 */
export type FieldSet = JsonObject;

export function isEmptySet(set: FieldSet): boolean {
  return Object.keys(set).length === 0;
}

export function unite(one: FieldSet, other: FieldSet): FieldSet {
  const result: FieldSet = { ...one };
  for (const [step, below] of Object.entries(other)) {
    const known = result[step];
    result[step] = known === undefined ? below : uniteNodes(asSet(known), asSet(below));
  }
  return result;
}

function uniteNodes(one: FieldSet, other: FieldSet): FieldSet {
  if (isEmptySet(one)) return isEmptySet(other) ? {} : { '.': {}, ...other };
  if (isEmptySet(other)) return { '.': {}, ...one };
  return unite(one, other);
}

export function without(set: FieldSet, taken: FieldSet): FieldSet {
  return combine(set, taken, difference);
}

export function intersect(one: FieldSet, other: FieldSet): FieldSet {
  return combine(one, other, intersection);
}

interface Combination {
  keeps(has: boolean, hasOther: boolean): boolean;
  /** What only the first has stays. */
  keepsRest: boolean;
}

const difference: Combination = { keeps: (has, hasOther) => has && !hasOther, keepsRest: true };
const intersection: Combination = { keeps: (has, hasOther) => has && hasOther, keepsRest: false };

function combine(one: FieldSet, other: FieldSet, way: Combination): FieldSet {
  const result: FieldSet = {};
  for (const [step, below] of Object.entries(one)) {
    if (step === '.') continue;
    if (!Object.hasOwn(other, step)) {
      if (way.keepsRest) result[step] = below;
      continue;
    }
    const [mine, theirs] = [asSet(below), asSet(other[step])];
    const children = combine(withoutDot(mine), withoutDot(theirs), way);
    const isMine = way.keeps(isMember(mine), isMember(theirs));
    if (isMine) result[step] = isEmptySet(children) ? {} : { '.': {}, ...children };
    else if (!isEmptySet(children)) result[step] = children;
  }
  return result;
}

function isMember(node: FieldSet): boolean {
  return isEmptySet(node) || Object.hasOwn(node, '.');
}

function withoutDot(node: FieldSet): FieldSet {
  if (!Object.hasOwn(node, '.')) return node;
  const { '.': _, ...rest } = node;
  return rest;
}

/** The paths of all members, as lists of steps. */
export function membersOf(set: FieldSet, above: readonly string[] = []): string[][] {
  return Object.entries(set).flatMap(([step, below]) => {
    if (step === '.') return [];
    const path = [...above, step];
    const node = asSet(below);
    return [...(isMember(node) ? [path] : []), ...membersOf(node, path)];
  });
}

export function addMember(set: FieldSet, path: readonly string[]): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  const known = set[step];
  if (rest.length === 0) {
    set[step] = isObject(known) && !isMember(known) ? { '.': {}, ...known } : (known ?? {});
    return;
  }
  const node: FieldSet = isObject(known) ? (isEmptySet(known) ? { '.': {} } : known) : {};
  set[step] = node;
  addMember(node, rest);
}

/** Steps sorted as the server writes them, so that equal sets are equal bytes. */
export function inOrder(set: FieldSet): FieldSet {
  const steps = Object.entries(set).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(steps.map(([step, below]) => [step, inOrder(asSet(below))]));
}

/** `.spec.template.spec.containers[name="web"].image` */
export function pathText(path: readonly string[]): string {
  return path.map(stepText).join('');
}

function stepText(step: string): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
  const keys: Json = JSON.parse(step.slice(2));
  return `[${Object.entries(isObject(keys) ? keys : {})
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`;
}

function asSet(value: Json | undefined): FieldSet {
  return isObject(value) ? value : {};
}
