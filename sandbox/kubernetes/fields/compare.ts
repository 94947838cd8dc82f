import type { Json } from '../../../shared/model/json.ts';
import { isObject, isSame } from '../object.ts';
import { anyShape, type ListShape, type Shape, shapeOfStep } from '../schema/shape.ts';
import { addMember, type FieldSet } from './field-set.ts';
import { itemStep } from './item-key.ts';

export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** Which fields two versions of an object differ in. */
export function compareFields(before: Json | undefined, after: Json | undefined, shape: Shape): Comparison {
  const found = { added: {}, modified: {}, removed: {} };
  compareValues({ before, after, shape, path: [], isInNew: false }, found);
  return found;
}

interface Place {
  /** Not always there, although its namesakes are. */
  isPointer?: boolean;
  /** What is around it is new, and so is it. */
  isInNew: boolean;
  before: Json | undefined;
  after: Json | undefined;
  shape: Shape;
  path: string[];
}

function compareValues(place: Place, found: Comparison): void {
  const { before, after, shape, path } = place;
  if (before === undefined && after === undefined) return;
  const goesDeeper =
    isBranch(before ?? after, shape) &&
    (before === undefined || after === undefined || isBranch(after, shape) === isBranch(before, shape));
  if (!goesDeeper) {
    recordLeaf(place, found);
    return;
  }
  const isOwned = path.length > 0 && (place.isInNew || place.isPointer === true || isOwnedNode(path, shape));
  if (before === undefined && isOwned) addMember(found.added, path);
  if (after === undefined && isOwned) addMember(found.removed, path);
  const isInNew = isOwned && (before === undefined || after === undefined);
  for (const child of childrenOf(place)) compareValues({ ...child, isInNew }, found);
}

function recordLeaf({ before, after, path, shape, isInNew }: Place, found: Comparison): void {
  const isEmptyStructure = isEmptyObject(before ?? after) && (before === undefined || after === undefined);
  if (isEmptyStructure && !isInNew && !isOwnedNode(path, shape)) return;
  if (before === undefined) addMember(found.added, path);
  else if (after === undefined) addMember(found.removed, path);
  else if (!isSame(before, after)) addMember(found.modified, path);
}

function isEmptyObject(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** Fields of each are owned one by one; otherwise it is owned as a whole. */
export function isBranch(value: Json | undefined, shape: Shape): boolean {
  if (isObject(value))
    return !((shape.form === 'struct' || shape.form === 'map') && shape.atomic) && shape.form !== 'scalar';
  return Array.isArray(value) && shape.form === 'list' && shape.kind !== 'atomic';
}

/** Structures that are always there in the server's own types are owned by nobody. */
const alwaysThere = new Set([
  'f:metadata',
  'f:spec',
  'f:status',
  'f:template',
  'f:strategy',
  'f:updateStrategy',
  'f:jobTemplate',
  'f:containers',
  'f:involvedObject',
  'f:source',
  'f:target',
  'f:names',
  'f:roleRef',
  'f:nodeInfo',
  'f:daemonEndpoints',
  'f:kubeletEndpoint',
  'f:loadBalancer',
  'f:podSelector',
  'f:scaleTargetRef',
  'f:resources',
]);

const pointers = new Set(['core/v1.ReplicationControllerSpec.template']);

function isOwnedNode(path: readonly string[], shape: Shape): boolean {
  const step = path.at(-1);
  if (step === undefined) return false;
  return shape.form === 'any' || !alwaysThere.has(step);
}

type Child = Omit<Place, 'isInNew'>;

function childrenOf({ before, after, shape, path }: Place): Child[] {
  if (shape.form === 'list') return itemsOf({ before, after, shape, path }, shape);
  const [old, next] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  const names = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...names].map((name) => ({
    before: old[name],
    after: next[name],
    shape: shapeOfStep(shape, name),
    path: [...path, `f:${name}`],
    isPointer: shape.form === 'struct' && pointers.has(`${shape.name}.${name}`),
  }));
}

function itemsOf({ before, after, path }: Child, shape: ListShape): Child[] {
  const [old, next] = [byStep(before, shape), byStep(after, shape)];
  const steps = new Set([...old.keys(), ...next.keys()]);
  const of = shape.kind === 'keyed' ? shape.of : anyShape;
  return [...steps].map((step) => ({ before: old.get(step), after: next.get(step), shape: of, path: [...path, step] }));
}

function byStep(list: Json | undefined, shape: ListShape): Map<string, Json> {
  return new Map((Array.isArray(list) ? list : []).map((item) => [itemStep(item, shape), item]));
}
