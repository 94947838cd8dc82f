import type { Call } from '../call.ts';
import { fingerprintOf, sameFingerprint } from '../fingerprint.ts';
import { type JsonObject, withoutEmptyLists } from '../json.ts';
import type { InstanceGroupManager } from '../kinds.ts';
import { latencySeconds } from '../latency.ts';
import { removeInstance } from '../lifecycle.ts';
import { linkTo, pathOf } from '../link.ts';
import { requireNewName } from '../location.ts';
import { countActions } from '../managed/group.ts';
import { reconcileAfter } from '../managed/reconcile.ts';
import { deleteVm, joinPools } from '../managed/vm.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireResource, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { newResource, requireAbsent } from '../resource.ts';
import { newGroup } from './instance-groups.ts';
import type { Method } from './method.ts';
import { given } from './plain.ts';

export const instanceGroupManagers: Record<string, Method> = {
  'instanceGroupManagers.insert': insert,
  'instanceGroupManagers.delete': remove,
  'instanceGroupManagers.patch': patch,
  'instanceGroupManagers.setTargetPools': patch,
  'instanceGroupManagers.setInstanceTemplate': patch,
};

/** The group behind the manager is there at once; its VMs come one by one. */
function insert(call: Call): JsonObject {
  const { world, place, body } = call;
  const name = requireNewName(body.name);
  const path = `${place}/instanceGroupManagers/${name}`;
  const manager = newManager(call, path);
  const group = newGroup(world, pathOf(manager.instanceGroup), body.namedPorts ? { namedPorts: body.namedPorts } : {});
  return startOperation(orderOf(call), {
    target: path,
    targetId: manager.id,
    check: () => {
      requireAbsent(world, path, manager);
      requireResource(world, 'instanceTemplates', pathOf(manager.instanceTemplate));
      for (const pool of manager.targetPools ?? []) requireResource(world, 'targetPools', pathOf(pool));
    },
    begin: () => {
      if (world.store.read('instanceGroupManagers', path)) return;
      world.store.write<'instanceGroupManagers'>(manager);
      world.store.write<'instanceGroups'>(group);
      world.groups.create(path);
      reconcileAfter(world, 0, path);
    },
  });
}

function newManager(call: Call, path: string): InstanceGroupManager {
  const { world, place, body } = call;
  const common = newResource(world, 'instanceGroupManager', path);
  const links = linksOf(call);
  if (!links.instanceTemplate) throw refusal.required('resource.instanceTemplate');
  const policy = { type: 'OPPORTUNISTIC', minimalAction: 'REPLACE', replacementMethod: 'SUBSTITUTE' };
  return withoutEmptyLists({
    description: '',
    ...given({}, call),
    ...links,
    baseInstanceName:
      typeof body.baseInstanceName === 'string' && body.baseInstanceName ? body.baseInstanceName : common.name,
    targetSize: typeof body.targetSize === 'number' ? body.targetSize : 0,
    updatePolicy: { ...policy, ...(body.updatePolicy as JsonObject | undefined) },
    listManagedInstancesResults: 'PAGELESS',
    ...common,
    instanceGroup: linkTo(`${place}/instanceGroups/${common.name}`),
    currentActions: countActions([]),
    fingerprint: fingerprintOf([path, world.agenda.now()]),
    status: { isStable: false },
  } as JsonObject) as InstanceGroupManager;
}

/** Template (given as such, or as the only version) and pools, as links. */
function linksOf({ world, project, body }: Call): JsonObject {
  const versions = Array.isArray(body.versions) ? (body.versions as JsonObject[]) : [];
  const template = body.instanceTemplate ?? versions[0]?.instanceTemplate;
  const read = (field: string, value: unknown) => linkTo(readPath({ world, project, field }, value));
  const link = template ? read('resource.instanceTemplate', template) : undefined;
  const pools = Array.isArray(body.targetPools)
    ? body.targetPools.map((pool) => read('resource.targetPools[0]', pool))
    : undefined;
  return {
    ...(link ? { instanceTemplate: link, versions: [{ ...(versions[0] ?? {}), instanceTemplate: link }] } : {}),
    ...(pools ? { targetPools: pools } : {}),
  };
}

/** gcloud sets pools and templates by PATCH too. A list that is given replaces the one there was. */
function patch(call: Call): JsonObject {
  const { world, target, body } = call;
  const manager = requireTarget(call, 'instanceGroupManagers');
  const links = linksOf(call);
  return startOperation(orderOf(call), {
    target,
    targetId: manager.id,
    check: () => {
      const { fingerprint } = requireTarget(call, 'instanceGroupManagers');
      const stale =
        typeof body.fingerprint === 'string' &&
        body.fingerprint !== '' &&
        !sameFingerprint(body.fingerprint, fingerprint);
      if (stale) throw refusal.condition('Fingerprint either invalid or resource has changed.');
      if (links.instanceTemplate) requireResource(world, 'instanceTemplates', pathOf(String(links.instanceTemplate)));
    },
    finish: () => {
      const next = (present: InstanceGroupManager) =>
        withoutEmptyLists({
          ...(present as JsonObject),
          ...given({}, call),
          ...links,
          fingerprint: fingerprintOf([target, world.agenda.now()]),
        }) as InstanceGroupManager;
      world.store.change('instanceGroupManagers', target, next);
      joinAllPools(call);
      reconcileAfter(world, 0, target);
    },
  });
}

function joinAllPools({ world, target }: Call): void {
  const group = world.groups.get(target);
  const manager = world.store.read('instanceGroupManagers', target);
  if (!group || !manager) return;
  for (const member of group.members.values())
    if (member.action === 'NONE') joinPools({ world, group, manager, member });
}

/** The VMs go first, then the group. */
function remove(call: Call): JsonObject {
  const { world, target } = call;
  const manager = requireTarget(call, 'instanceGroupManagers');
  const seconds = latencySeconds(world, call.verb);
  return startOperation(orderOf(call), {
    target,
    targetId: manager.id,
    seconds,
    check: () => void requireTarget(call, 'instanceGroupManagers'),
    begin: () => emptyGroup(call, manager, seconds * 0.8),
    finish: () => {
      for (const path of world.groups.get(target)?.members.keys() ?? []) removeInstance(world, path);
      world.groups.delete(target);
      world.store.remove(target);
      world.store.remove(manager.instanceGroup);
      world.members.delete(pathOf(manager.instanceGroup));
    },
  });
}

function emptyGroup({ world, target }: Call, manager: InstanceGroupManager, seconds: number): void {
  const group = world.groups.get(target);
  if (!group) return;
  group.deleting = true;
  const trigger = world.runtime.uuid();
  for (const member of group.members.values()) {
    Object.assign(member, { action: 'DELETING', trigger });
    if (world.store.read('instances', member.path)) deleteVm({ world, group, manager, member }, seconds);
  }
}
