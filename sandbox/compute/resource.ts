import { newId } from './identifier.ts';
import type { Resource } from './kinds.ts';
import { lastSegment, linkTo, placeOf, scopeOf } from './link.ts';
import { refusal } from './refusal.ts';
import { timestampOf } from './timestamp.ts';
import type { World } from './world.ts';

type NewResource = Resource & { creationTimestamp: string; zone?: string; region?: string };

/** The fields every new resource has, with `zone` or `region` where it lies in one. */
export function newResource(world: World, kind: string, path: string): NewResource {
  const scope = scopeOf(path);
  const place = linkTo(placeOf(path));
  return {
    kind: `compute#${kind}`,
    id: newId(world.runtime),
    creationTimestamp: timestampOf(world.agenda.now()),
    name: lastSegment(path),
    ...(scope.startsWith('zones/') ? { zone: place } : {}),
    ...(scope.startsWith('regions/') ? { region: place } : {}),
    selfLink: linkTo(path),
  };
}

/** Fields only the server writes; what a body says about them is not taken over. */
export const serverFields = [
  'kind',
  'id',
  'creationTimestamp',
  'selfLink',
  'selfLinkWithId',
  'zone',
  'region',
  'status',
];

export function requireAbsent(world: World, path: string, { id }: { id: string }): void {
  const present = world.store.read(collectionOf(path), path);
  if (present && present.id !== id) throw refusal.alreadyExists(path);
}

export function collectionOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}
