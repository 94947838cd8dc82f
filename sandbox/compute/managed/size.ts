import { newSuffix } from '../identifier.ts';
import type { InstanceGroupManager } from '../kinds.ts';
import { lastSegment, pathOf, placeOf, projectOf } from '../link.ts';
import type { World } from '../world.ts';
import type { ManagedGroup, Member } from './group.ts';
import { updateOne } from './update.ts';

/** As many names as the target size says; those who go are the ones least missed. */
export function adjustSize(world: World, group: ManagedGroup, manager: InstanceGroupManager): void {
  updateOne(world, group, manager);
  const wanted = [...group.members.values()].filter(({ action }) => action !== 'DELETING');
  const missing = manager.targetSize - wanted.length;
  const trigger = world.runtime.uuid();
  for (let count = 0; count < missing; count += 1) {
    const path = newMemberPath(world, group, manager);
    world.groups.add(group, { path, template: manager.instanceTemplate, trigger });
  }
  if (missing >= 0) return;
  const leaving = wanted.sort((a, b) => worth(world, a) - worth(world, b)).slice(0, -missing);
  for (const member of leaving) {
    member.action = 'DELETING';
    member.trigger = trigger;
  }
}

/** VMs that do not run go first, then the last by name. */
function worth(world: World, { path, action }: Member): number {
  const running = world.store.read('instances', path)?.status === 'RUNNING' ? 2 : 0;
  return running + (action === 'NONE' ? 1 : 0);
}

function newMemberPath(world: World, group: ManagedGroup, manager: InstanceGroupManager): string {
  const place = zoneFor(world, group, manager);
  for (;;) {
    const path = `${place}/instances/${manager.baseInstanceName}-${newSuffix(world.runtime)}`;
    if (!group.members.has(path) && !world.store.read('instances', path)) return path;
  }
}

/** A regional group spreads over the zones of its region evenly. */
export function zoneFor(world: World, group: ManagedGroup, manager: InstanceGroupManager): string {
  const path = pathOf(manager.selfLink);
  if (manager.zone) return placeOf(path);
  const zones = zonesOf(world, manager).map((zone) => `projects/${projectOf(path)}/zones/${zone}`);
  const count = (zone: string) => [...group.members.keys()].filter((member) => placeOf(member) === zone).length;
  return zones.sort((a, b) => count(a) - count(b))[0] ?? placeOf(path);
}

function zonesOf(world: World, manager: InstanceGroupManager): string[] {
  const policy = (manager as { distributionPolicy?: { zones?: { zone?: string }[] } }).distributionPolicy;
  const chosen = policy?.zones?.flatMap(({ zone }) => (zone ? [lastSegment(zone)] : [])) ?? [];
  return chosen.length ? chosen : [...(world.settings.regions[lastSegment(manager.region ?? '')] ?? [])];
}
