import type { Call } from './call.ts';
import type { Kinds } from './kinds.ts';
import { readReference, referencePath } from './link.ts';
import { refusal } from './refusal.ts';
import type { World } from './world.ts';

interface Input {
  world: World;
  project: string;
  /** `resource.target`, for the error. */
  field: string;
}

/** The path a link in a body or query means; a bare name is one in `place`. */
export function readPath({ world, project, field }: Input, text: unknown, bare?: string): string {
  if (typeof text !== 'string' || text === '') throw refusal.required(field);
  if (bare && !text.includes('/')) return `${bare}/${text}`;
  const reference = readReference(text, project, world.projects.idOf);
  if (!reference) throw refusal.invalid(field, text, 'The URL is malformed.');
  return referencePath(reference);
}

export function requireResource<K extends keyof Kinds>(world: World, collection: K, path: string): Kinds[K] {
  const found = world.store.read(collection, path);
  if (!found) throw refusal.notFound(path);
  return found;
}

/** What the call is on. */
export function requireTarget<K extends keyof Kinds>({ world, target }: Call, collection: K): Kinds[K] {
  return requireResource(world, collection, target);
}
