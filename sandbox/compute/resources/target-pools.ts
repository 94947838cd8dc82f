import type { Call } from '../call.ts';
import { isObject, type JsonObject, withoutEmptyLists } from '../json.ts';
import type { TargetPool } from '../kinds.ts';
import { lastSegment, linkTo, pathOf } from '../link.ts';
import { requireNewName } from '../location.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireResource, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { newResource, requireAbsent } from '../resource.ts';
import type { Method } from './method.ts';
import { given } from './plain.ts';
import { readInstances, requireInRegion, requireRoom } from './pool-members.ts';

export const targetPools: Record<string, Method> = {
  'targetPools.insert': insert,
  'targetPools.delete': remove,
  'targetPools.addInstance': addInstance,
  'targetPools.removeInstance': removeInstance,
  'targetPools.addHealthCheck': addHealthCheck,
  'targetPools.removeHealthCheck': removeHealthCheck,
  'targetPools.setBackup': setBackup,
};

/** VMs that do not exist yet are accepted here. */
function insert(call: Call): JsonObject {
  const { world, place, body } = call;
  const path = `${place}/targetPools/${requireNewName(body.name)}`;
  const instances = (Array.isArray(body.instances) ? body.instances : []).map((one) => ({ instance: one }));
  const members = readInstances(call, instances);
  requireInRegion(call, members);
  requireRoom(members.length, 500);
  const healthChecks = readHealthChecks(call, body.healthChecks);
  const pool = withoutEmptyLists({
    description: '',
    sessionAffinity: 'NONE',
    ...given({ links: ['backupPool'] }, call),
    instances: members.map(linkTo),
    healthChecks: healthChecks.map(linkTo),
    ...newResource(world, 'targetPool', path),
  }) as TargetPool;
  return startOperation(orderOf(call), {
    target: path,
    targetId: pool.id,
    check: () => {
      requireAbsent(world, path, pool);
      for (const check of healthChecks) requireResource(world, 'httpHealthChecks', check);
    },
    finish: () => void world.store.write<'targetPools'>(pool),
  });
}

function readHealthChecks({ world, project }: Call, value: unknown): string[] {
  const checks = Array.isArray(value) ? value : [];
  if (checks.length > 1)
    throw refusal.invalid('resource.healthChecks', String(checks.length), 'At most 1 health check is allowed.');
  return checks.map((one) => readPath({ world, project, field: 'resource.healthChecks[0]' }, one));
}

function remove(call: Call): JsonObject {
  const { world, target, place } = call;
  const pool = requireTarget(call, 'targetPools');
  return startOperation(orderOf(call), {
    target,
    targetId: pool.id,
    check: () => {
      requireTarget(call, 'targetPools');
      const rule = world.store.shelf('forwardingRules', place).find((one) => one.target === linkTo(target));
      const backup = world.store.shelf('targetPools', place).find((one) => one.backupPool === linkTo(target));
      const user = rule ?? backup;
      if (user) throw refusal.inUse(target, pathOf(user.selfLink));
    },
    finish: () => world.store.remove(target),
  });
}

function addInstance(call: Call): JsonObject {
  const { world } = call;
  const added = readInstances(call, call.body.instances);
  requireInRegion(call, added);
  return edit(call, {
    check: (pool) => {
      for (const path of added) requireResource(world, 'instances', path);
      const repeated = added.find((path) => pool.instances?.includes(linkTo(path)));
      if (repeated && world.settings.repeatedMember === 'refuse') throw alreadyMember(repeated);
      requireRoom((pool.instances?.length ?? 0) + added.length, 1000);
    },
    change: (pool) => ({ ...pool, instances: [...new Set([...(pool.instances ?? []), ...added.map(linkTo)])] }),
  });
}

function alreadyMember(path: string): Error {
  return refusal.invalid(
    'resource.instance',
    linkTo(path),
    `Instance '${lastSegment(path)}' is already a member of this target pool.`,
  );
}

function removeInstance(call: Call): JsonObject {
  const removed = readInstances(call, call.body.instances);
  return edit(call, {
    check: (pool) => {
      const stranger = removed.find((path) => !pool.instances?.includes(linkTo(path)));
      if (stranger === undefined) return;
      throw refusal.invalid(
        'resource.instance',
        linkTo(stranger),
        'Instance is not currently attached to this target pool.',
      );
    },
    change: (pool) => ({ ...pool, instances: pool.instances?.filter((one) => !removed.includes(pathOf(one))) ?? [] }),
  });
}

/** A pool takes one health check at most (N-09). */
function addHealthCheck(call: Call): JsonObject {
  const { world } = call;
  const added = readNamed(call, 'healthChecks', 'healthCheck');
  return edit(call, {
    check: (pool) => {
      for (const path of added) requireResource(world, 'httpHealthChecks', path);
      const count = new Set([...(pool.healthChecks ?? []), ...added.map(linkTo)]).size;
      if (count > 1)
        throw refusal.invalid('resource.healthChecks', String(count), 'At most 1 health check is allowed.');
    },
    change: (pool) => ({ ...pool, healthChecks: [...new Set([...(pool.healthChecks ?? []), ...added.map(linkTo)])] }),
  });
}

function removeHealthCheck(call: Call): JsonObject {
  const removed = readNamed(call, 'healthChecks', 'healthCheck');
  return edit(call, {
    check: (pool) => {
      const stranger = removed.find((path) => !pool.healthChecks?.includes(linkTo(path)));
      if (stranger === undefined) return;
      throw refusal.invalid(
        'resource.healthCheck',
        linkTo(stranger),
        'Health check is not currently attached to this target pool.',
      );
    },
    change: (pool) => ({
      ...pool,
      healthChecks: pool.healthChecks?.filter((one) => !removed.includes(pathOf(one))) ?? [],
    }),
  });
}

/** `{}` takes the backup pool away; the ratio travels in the query. */
function setBackup(call: Call): JsonObject {
  const { world, project, body, query } = call;
  const backup = body.target ? readPath({ world, project, field: 'resource.target' }, body.target) : undefined;
  const ratio = Number(query.failoverRatio);
  return edit(call, {
    check: () => void (backup && requireResource(world, 'targetPools', backup)),
    change: ({ backupPool: _, failoverRatio: __, ...pool }) => ({
      ...pool,
      ...(backup ? { backupPool: linkTo(backup) } : {}),
      ...(backup && query.failoverRatio !== undefined ? { failoverRatio: ratio } : {}),
    }),
  });
}

interface Edit {
  check: (pool: TargetPool) => void;
  change: (pool: TargetPool) => TargetPool;
}

function edit(call: Call, { check, change }: Edit): JsonObject {
  const { world, target } = call;
  const pool = requireTarget(call, 'targetPools');
  return startOperation(orderOf(call), {
    target,
    targetId: pool.id,
    check: () => check(requireTarget(call, 'targetPools')),
    finish: () => world.store.change('targetPools', target, (present) => withoutEmptyLists(change(present))),
  });
}

function readNamed({ world, project, body }: Call, list: string, field: string): string[] {
  const items = body[list];
  return (Array.isArray(items) ? items : []).map((item, index) =>
    readPath(
      { world, project, field: `resource.${list}[${index}].${field}` },
      isObject(item) ? item[field] : undefined,
    ),
  );
}
