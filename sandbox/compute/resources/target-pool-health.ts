import type { Call } from '../call.ts';
import { checkersReach } from '../firewall-check.ts';
import type { JsonObject } from '../json.ts';
import type { HttpHealthCheck, Instance, TargetPool } from '../kinds.ts';
import { linkTo, pathOf } from '../link.ts';
import { readPath, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';

export const targetPoolHealth: Record<string, Method> = { 'targetPools.getHealth': getHealth };

/** One entry for each address that leads to the pool; none without a health check or without a forwarding rule. */
function getHealth(call: Call): JsonObject {
  const { world, project, body, place, target } = call;
  const pool = requireTarget(call, 'targetPools');
  const path = readPath({ world, project, field: 'resource.instance' }, body.instance);
  const instance = requireMember(call, pool, path);
  const check = pool.healthChecks?.map((link) => world.store.read('httpHealthChecks', pathOf(link)))[0];
  const rules = world.store.shelf('forwardingRules', place).filter((rule) => rule.target === linkTo(target));
  const addresses = check ? [...new Set(rules.map((rule) => rule.IPAddress))] : [];
  const healthState = check && isHealthy(world, instance, check) ? 'HEALTHY' : 'UNHEALTHY';
  const healthStatus = addresses.map((ipAddress) => ({ healthState, instance: linkTo(path), ipAddress }));
  return { kind: 'compute#targetPoolInstanceHealth', ...(healthStatus.length ? { healthStatus } : {}) };
}

/** A member that is gone has no health: the API says it is not ready. */
function requireMember({ world }: Call, pool: TargetPool, path: string): Instance {
  if (!pool.instances?.includes(linkTo(path))) {
    throw refusal.invalid('resource.instance', linkTo(path), 'Instance is not currently attached to this target pool.');
  }
  const instance = world.store.read('instances', path);
  if (!instance) throw refusal.notReady(path);
  return instance;
}

function isHealthy(world: World, instance: Instance, { port }: HttpHealthCheck): boolean {
  return world.listening.isHealthy(world, instance, port) && checkersReach(world, instance, port);
}
