import type { Call } from '../call.ts';
import { removeMember } from '../group-members.ts';
import { isObject, type JsonObject } from '../json.ts';
import { linkTo, pathOf, placeOf } from '../link.ts';
import { filterItems } from '../list/filter.ts';
import { cutPage } from '../list/page.ts';
import { requireNewName } from '../location.ts';
import type { Member } from '../managed/group.ts';
import { reconcileAfter } from '../managed/reconcile.ts';
import { zoneFor } from '../managed/size.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import type { Method } from './method.ts';

/** Intents: their operations are DONE in milliseconds, the VMs follow later. */
export const managedInstances: Record<string, Method> = {
  'instanceGroupManagers.resize': resize,
  'instanceGroupManagers.recreateInstances': (call) => forEach(call, recreate),
  'instanceGroupManagers.deleteInstances': (call) => forEach(call, removeOne),
  'instanceGroupManagers.abandonInstances': (call) => forEach(call, abandon),
  'instanceGroupManagers.createInstances': createInstances,
  'instanceGroupManagers.applyUpdatesToInstances': (call) => forEach(call, applyUpdate),
  'instanceGroupManagers.listManagedInstances': listManagedInstances,
  'instanceGroupManagers.listErrors': listErrors,
  'instanceGroupManagers.listPerInstanceConfigs': () => ({}),
};

function resize(call: Call): JsonObject {
  const { query } = call;
  if (typeof query.size !== 'number' || query.size < 0) throw refusal.required('size');
  return intend(call, () => setTargetSize(call, () => Number(query.size)));
}

interface Intent {
  check?: () => void;
}

function intend(call: Call, finish: (trigger: string) => void, { check }: Intent = {}): JsonObject {
  const { world, target } = call;
  const manager = requireTarget(call, 'instanceGroupManagers');
  const rootTrigger = world.runtime.uuid();
  const order = orderOf(call);
  return startOperation(
    { ...order, actor: { ...order.actor, rootTrigger } },
    {
      target,
      targetId: manager.id,
      check: () => {
        requireTarget(call, 'instanceGroupManagers');
        check?.();
      },
      finish: () => {
        finish(rootTrigger);
        reconcileAfter(world, 0, target);
      },
    },
  );
}

function setTargetSize({ world, target }: Call, next: (size: number) => number): void {
  world.store.change('instanceGroupManagers', target, (one) => ({
    ...one,
    targetSize: Math.max(0, next(one.targetSize)),
  }));
}

interface Deed {
  call: Call;
  member: Member;
  trigger: string;
}

/** The VMs a body names must be the group's. */
function forEach(call: Call, deed: (deed: Deed) => void): JsonObject {
  const { world, project, body, target } = call;
  const links = Array.isArray(body.instances) ? body.instances : [];
  const paths = links.map((link) => readPath({ world, project, field: 'resource.instances' }, link));
  const find = (path: string) => world.groups.get(target)?.members.get(path);
  const everything = body.allInstances === true ? [...(world.groups.get(target)?.members.keys() ?? [])] : paths;
  return intend(
    call,
    (trigger) => {
      for (const path of everything) {
        const member = find(path);
        if (member) deed({ call, member, trigger });
      }
    },
    { check: () => requireMembers(paths, find) },
  );
}

function requireMembers(paths: string[], find: (path: string) => Member | undefined): void {
  const stranger = paths.find((path) => !find(path));
  if (stranger === undefined) return;
  throw refusal.invalid(
    'resource.instances',
    linkTo(stranger),
    'The instance is not a member of the managed instance group.',
  );
}

function recreate({ call, member, trigger }: Deed): void {
  const replaces = call.world.store.read('instances', member.path)?.id;
  Object.assign(member, { action: 'RECREATING', replaces, trigger });
}

function removeOne({ call, member, trigger }: Deed): void {
  Object.assign(member, { action: 'DELETING', trigger });
  setTargetSize(call, (size) => size - 1);
}

/** The VM stays, but is nobody's. */
function abandon({ call, member }: Deed): void {
  const { world, target } = call;
  const group = world.groups.get(target);
  const manager = world.store.read('instanceGroupManagers', target);
  if (!group || !manager) return;
  world.groups.remove(group, member.path);
  removeMember(world, pathOf(manager.instanceGroup), member.path);
  setTargetSize(call, (size) => size - 1);
}

function applyUpdate(deed: Deed): void {
  const { call, member } = deed;
  const template = call.world.store.read('instanceGroupManagers', call.target)?.instanceTemplate;
  const forced = ['REPLACE', 'REFRESH', 'RESTART'].includes(String(call.body.minimalAction));
  if (forced || member.template !== template) recreate(deed);
}

function createInstances(call: Call): JsonObject {
  const { world, target, body } = call;
  const names = (Array.isArray(body.instances) ? body.instances : []).map((one) =>
    requireNewName(isObject(one) ? one.name : undefined),
  );
  return intend(call, (trigger) => {
    const group = world.groups.get(target);
    const manager = world.store.read('instanceGroupManagers', target);
    if (!group || !manager) return;
    for (const name of names) {
      const path = `${zoneFor(world, group, manager)}/instances/${name}`;
      if (!group.members.has(path)) world.groups.add(group, { path, template: manager.instanceTemplate, trigger });
    }
    setTargetSize(call, (size) => size + names.length);
  });
}

function listManagedInstances(call: Call): JsonObject {
  const { world, target, query } = call;
  requireTarget(call, 'instanceGroupManagers');
  const members = [...(world.groups.get(target)?.members.values() ?? [])];
  const items = members.sort((a, b) => (a.path < b.path ? -1 : 1)).map((member) => describe(call, member));
  const page = cutPage(filterItems(items, query), call, (item) => String(item.instance));
  return {
    ...(page.items.length ? { managedInstances: page.items } : {}),
    ...(page.nextPageToken ? { nextPageToken: page.nextPageToken } : {}),
  };
}

/** A VM that is still to come, or gone, has neither id nor status. */
function describe({ reader }: Call, { path, action, template, error }: Member): JsonObject {
  const vm = reader.read('instances', path);
  const errors = error
    ? { lastAttempt: { errors: { errors: [{ code: error.code ?? error.reason, message: error.message }] } } }
    : {};
  return {
    instance: linkTo(path),
    name: path.slice(placeOf(path).length + '/instances/'.length),
    ...(vm ? { id: vm.id, instanceStatus: vm.status } : {}),
    currentAction: action,
    version: { instanceTemplate: template },
    ...errors,
  };
}

function listErrors(call: Call): JsonObject {
  const { world, target } = call;
  requireTarget(call, 'instanceGroupManagers');
  const failed = [...(world.groups.get(target)?.members.values() ?? [])].filter(({ error }) => error);
  const items = failed.map(({ path, action, error }) => ({
    error: { code: error?.code ?? error?.reason ?? '', message: error?.message ?? '' },
    instanceActionDetails: { instance: linkTo(path), action },
  }));
  return items.length ? { items } : {};
}
