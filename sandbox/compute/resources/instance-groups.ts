import { ApiError } from '../api-error.ts';
import type { Call } from '../call.ts';
import { fingerprintOf, sameFingerprint } from '../fingerprint.ts';
import { addMember, removeMember } from '../group-members.ts';
import type { JsonObject } from '../json.ts';
import type { InstanceGroup, NamedPort } from '../kinds.ts';
import { lastSegment, linkTo, placeOf } from '../link.ts';
import { filterItems } from '../list/filter.ts';
import { cutPage } from '../list/page.ts';
import { requireNewName } from '../location.ts';
import { orderOf, startOperation } from '../operation.ts';
import { requireResource, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { newResource, requireAbsent } from '../resource.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';
import { given } from './plain.ts';
import { readInstances } from './pool-members.ts';

export const instanceGroups: Record<string, Method> = {
  'instanceGroups.insert': insert,
  'instanceGroups.delete': remove,
  'instanceGroups.addInstances': addInstances,
  'instanceGroups.removeInstances': removeInstances,
  'instanceGroups.listInstances': listInstances,
  'instanceGroups.setNamedPorts': setNamedPorts,
};

function insert(call: Call): JsonObject {
  const { world, place, body } = call;
  const path = `${place}/instanceGroups/${requireNewName(body.name)}`;
  const group = newGroup(world, path, given({ links: ['network'] }, call));
  return startOperation(orderOf(call), {
    target: path,
    targetId: group.id,
    check: () => requireAbsent(world, path, group),
    finish: () => void world.store.write<'instanceGroups'>(group),
  });
}

export function newGroup(world: World, path: string, own: JsonObject): InstanceGroup {
  world.members.set(path, new Set());
  const ports = own.namedPorts ?? [];
  return {
    description: '',
    ...own,
    ...newResource(world, 'instanceGroup', path),
    fingerprint: fingerprintOf(ports),
    size: 0,
  };
}

function remove(call: Call): JsonObject {
  const { world, target } = call;
  const group = requireTarget(call, 'instanceGroups');
  return startOperation(orderOf(call), {
    target,
    targetId: group.id,
    check: () => {
      const manager = `${placeOf(target)}/instanceGroupManagers/${lastSegment(target)}`;
      if (world.store.read('instanceGroupManagers', manager)) throw refusal.inUse(target, manager);
    },
    finish: () => {
      world.store.remove(target);
      world.members.delete(target);
    },
  });
}

/** Adding a member twice is refused, and only VMs of the group's zone can be members. */
function addInstances(call: Call): JsonObject {
  const { world, target, place } = call;
  const added = readInstances(call, call.body.instances);
  return edit(call, {
    check: () => {
      for (const path of added) {
        requireResource(world, 'instances', path);
        if (placeOf(path) !== place)
          throw refusal.invalid('resource.instances', linkTo(path), 'The instance is in another zone.');
        if (world.members.get(target)?.has(path)) throw alreadyMember(path, target);
      }
    },
    finish: () => {
      for (const path of added) addMember(world, target, path);
    },
  });
}

function alreadyMember(path: string, group: string): ApiError {
  const message = `Instance '${lastSegment(path)}' is already a member of '${group}'.`;
  return new ApiError({ status: 400, reason: 'memberAlreadyExists', message });
}

function removeInstances(call: Call): JsonObject {
  const { world, target } = call;
  const removed = readInstances(call, call.body.instances);
  return edit(call, {
    check: () => {
      const stranger = removed.find((path) => !world.members.get(target)?.has(path));
      if (stranger === undefined) return;
      throw new ApiError({
        status: 400,
        reason: 'memberNotFound',
        message: `Instance '${stranger}' is not a member of '${target}'.`,
      });
    },
    finish: () => {
      for (const path of removed) removeMember(world, target, path);
    },
  });
}

interface Edit {
  check: () => void;
  finish: () => void;
}

function edit(call: Call, { check, finish }: Edit): JsonObject {
  const group = requireTarget(call, 'instanceGroups');
  return startOperation(orderOf(call), {
    target: call.target,
    targetId: group.id,
    check,
    finish,
  });
}

function listInstances(call: Call): JsonObject {
  const { world, target, query, body } = call;
  requireTarget(call, 'instanceGroups');
  const members = [...(world.members.get(target) ?? [])].sort();
  const items = members.flatMap((path) => {
    const instance = world.store.read('instances', path);
    return instance ? [{ instance: instance.selfLink, status: instance.status }] : [];
  });
  const wanted = body.instanceState === 'RUNNING' ? items.filter(({ status }) => status === 'RUNNING') : items;
  const page = cutPage(filterItems(wanted, query), call, (item) => item.instance);
  return {
    kind: 'compute#instanceGroupsListInstances',
    id: `${target}/listInstances`,
    ...(page.items.length ? { items: page.items } : {}),
    ...(page.nextPageToken ? { nextPageToken: page.nextPageToken } : {}),
    selfLink: linkTo(`${target}/listInstances`),
  };
}

function setNamedPorts(call: Call): JsonObject {
  const { world, target, body } = call;
  const namedPorts = (Array.isArray(body.namedPorts) ? body.namedPorts : []) as NamedPort[];
  return edit(call, {
    check: () => {
      const { fingerprint } = requireTarget(call, 'instanceGroups');
      const stale =
        typeof body.fingerprint === 'string' &&
        body.fingerprint !== '' &&
        !sameFingerprint(body.fingerprint, fingerprint);
      if (stale) throw refusal.condition('Fingerprint either invalid or resource has changed.');
    },
    finish: () =>
      world.store.change('instanceGroups', target, ({ namedPorts: _, ...group }) => ({
        ...group,
        ...(namedPorts.length ? { namedPorts } : {}),
        fingerprint: fingerprintOf(namedPorts),
      })),
  });
}
