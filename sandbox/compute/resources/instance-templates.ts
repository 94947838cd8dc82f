import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { pathOf } from '../link.ts';
import { refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';
import { plainMethods } from './plain.ts';

const plain = plainMethods({
  collection: 'instanceTemplates',
  kind: 'instanceTemplate',
  defaults: () => ({ description: '' }),
  user: groupThatUses,
});

/** Templates cannot be changed: there is no patch in the API. */
export const instanceTemplates: Record<string, Method> = {
  'instanceTemplates.insert': insert,
  ...only('instanceTemplates.delete'),
};

function insert(call: Call): JsonObject | undefined | Promise<JsonObject | undefined> {
  const { properties } = call.body;
  if (!isObject(properties)) throw refusal.required('resource.properties');
  if (typeof properties.machineType !== 'string') throw refusal.required('resource.properties.machineType');
  return plain['instanceTemplates.insert']?.(call);
}

function only(name: string): Record<string, Method> {
  const method = plain[name];
  return method ? { [name]: method } : {};
}

function groupThatUses({ store }: World, path: string): string | undefined {
  const groups = store.places('instanceGroupManagers').flatMap((place) => store.shelf('instanceGroupManagers', place));
  const user = groups.find((group) => pathOf(group.instanceTemplate) === path);
  return user && pathOf(user.selfLink);
}
