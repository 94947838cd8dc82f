import type { World } from './world.ts';

export function addMember(world: World, group: string, instance: string): void {
  const members = world.members.get(group) ?? new Set();
  members.add(instance);
  world.members.set(group, members);
  countMembers(world, group);
}

export function removeMember(world: World, group: string, instance: string): void {
  world.members.get(group)?.delete(instance);
  countMembers(world, group);
}

/** A VM that is gone is in no group. */
export function leaveGroups(world: World, instance: string): void {
  for (const [group, members] of world.members) if (members.has(instance)) removeMember(world, group, instance);
}

/** The count of members is part of the group itself. */
function countMembers(world: World, path: string): void {
  const size = world.members.get(path)?.size ?? 0;
  world.store.change('instanceGroups', path, (group) => (group.size === size ? group : { ...group, size }));
}
