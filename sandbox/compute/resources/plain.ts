import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import type { Resource } from '../kinds.ts';
import { linkTo } from '../link.ts';
import { requireNewName } from '../location.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { newResource, requireAbsent, serverFields } from '../resource.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';

export interface PlainKind {
  collection: string;
  kind: string;
  /** What the API adds where the body says nothing. */
  defaults: (world: World, project: string) => JsonObject;
  /** Fields that are links. */
  links?: readonly string[];
  /** Throws what is wrong with a resource as it would be. */
  check?: (resource: JsonObject) => void;
  /** Fields that cannot be changed. */
  fixed?: readonly string[];
  /** The path of what uses it, if something does. */
  user?: (world: World, path: string) => string | undefined;
}

/** Insert, patch, update and delete of resources that only are what they were said to be. */
export function plainMethods(plain: PlainKind): Record<string, Method> {
  return {
    [`${plain.collection}.insert`]: (call) => insert(plain, call),
    [`${plain.collection}.patch`]: (call) => edit(plain, call, (present) => ({ ...present, ...given(plain, call) })),
    [`${plain.collection}.update`]: (call) => edit(plain, call, (present) => replaced(plain, call, present)),
    [`${plain.collection}.delete`]: (call) => remove(plain, call),
  };
}

function insert(plain: PlainKind, call: Call): JsonObject {
  const { world, place, project, body } = call;
  const path = `${place}/${plain.collection}/${requireNewName(body.name)}`;
  const common = newResource(world, plain.kind, path);
  const resource = { ...common, ...plain.defaults(world, project), ...given(plain, call), ...common };
  plain.check?.(resource);
  return startOperation(orderOf(call), {
    target: path,
    targetId: resource.id,
    check: () => requireAbsent(world, path, resource),
    finish: () => world.store.write<string>(resource),
  });
}

function edit(plain: PlainKind, call: Call, next: (present: Resource) => Resource): JsonObject {
  const { world, target } = call;
  const present = requireTarget(call, plain.collection);
  requireFixed(plain, call.body, present);
  plain.check?.(next(present));
  return startOperation(orderOf(call), {
    target,
    targetId: present.id,
    check: () => void requireTarget(call, plain.collection),
    finish: () => world.store.change<string>(plain.collection, target, next),
  });
}

function replaced(plain: PlainKind, call: Call, present: Resource): Resource {
  const kept = Object.entries(present).filter(([field]) => field === 'name' || serverFields.includes(field));
  return {
    ...plain.defaults(call.world, call.project),
    ...given(plain, call),
    ...Object.fromEntries(kept),
  } as Resource;
}

function remove(plain: PlainKind, call: Call): JsonObject {
  const { world, target } = call;
  const present = requireTarget(call, plain.collection);
  return startOperation(orderOf(call), {
    target,
    targetId: present.id,
    check: () => {
      requireTarget(call, plain.collection);
      const user = plain.user?.(world, target);
      if (user) throw refusal.inUse(target, user);
    },
    finish: () => world.store.remove(target),
  });
}

/** The body without what only the server writes, its links in the form they are kept in. */
export function given({ links = [] }: Pick<PlainKind, 'links'>, { world, project, body }: Call): JsonObject {
  const own = Object.entries(body).filter(([name]) => !serverFields.includes(name));
  return Object.fromEntries(
    own.map(([name, value]) => {
      if (!links.includes(name) || value === '') return [name, value];
      return [name, linkTo(readPath({ world, project, field: `resource.${name}` }, value))];
    }),
  );
}

function requireFixed({ fixed = [], links = [] }: PlainKind, body: JsonObject, present: JsonObject): void {
  for (const name of fixed) {
    const value = body[name];
    if (value === undefined || value === present[name] || links.includes(name)) continue;
    throw refusal.invalid(`resource.${name}`, String(value), `The ${name} of an existing resource cannot be changed.`);
  }
}
