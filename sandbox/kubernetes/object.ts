import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../shared/model/json.ts';

export interface OwnerReference extends JsonObject {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
}

export interface ManagedFieldsEntry extends JsonObject {
  manager: string;
  operation: string;
  apiVersion: string;
  fieldsV1: JsonObject;
}

export type ObjectMeta = JsonObject & {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFieldsEntry[];
};

/** An object as the API speaks it. What the store holds is never changed in place: a write replaces it. */
export type KubernetesObject = JsonObject & { apiVersion: string; kind: string; metadata: ObjectMeta };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') here = here[step];
    else if (isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

/** Empty when there is none. */
export function objectAt(value: Json | undefined, ...path: (string | number)[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** The structures of a list; empty when there is none. */
export function objectsAt(value: Json | undefined, ...path: (string | number)[]): JsonObject[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export function textAt(value: Json | undefined, ...path: (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: Json | undefined, ...path: (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** Makes the structures on the way. */
export function setAt(object: JsonObject, path: readonly string[], value: Json): void {
  let here = object;
  for (const step of path.slice(0, -1)) {
    const next = here[step];
    const below: JsonObject = isObject(next) ? next : {};
    here[step] = below;
    here = below;
  }
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
}

export function copy<T extends Json>(value: T): T;
export function copy(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => copy(item));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value)) {
    const field = value[key];
    if (field !== undefined) result[key] = copy(field);
  }
  return result;
}

export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || isDeepStrictEqual(one, other);
}

export function isOwnedBy(object: KubernetesObject, uid: string | undefined): boolean {
  return (object.metadata.ownerReferences ?? []).some((reference) => reference.uid === uid);
}
