import { allocateAddress } from '../address-pool.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import type { ForwardingRule } from '../kinds.ts';
import { linkTo, pathOf } from '../link.ts';
import { requireNewName } from '../location.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireResource, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { collectionOf, newResource, requireAbsent } from '../resource.ts';
import { releaseAddress, useAddress } from './addresses.ts';
import { setLabels } from './labels.ts';
import type { Method } from './method.ts';
import { given } from './plain.ts';
import { portRangeOf, requireNoConflict } from './port-range.ts';

export const forwardingRules: Record<string, Method> = {
  'forwardingRules.insert': insert,
  'forwardingRules.delete': remove,
  'forwardingRules.patch': patch,
  'forwardingRules.setTarget': setTarget,
  'forwardingRules.setLabels': (call) => setLabels(call, 'forwardingRules'),
};

function insert(call: Call): JsonObject {
  const { world, place, body } = call;
  const path = `${place}/forwardingRules/${requireNewName(body.name)}`;
  const rule = newRule(call, path);
  return startOperation(orderOf(call), {
    target: path,
    targetId: rule.id,
    check: () => {
      requireAbsent(world, path, rule);
      if (rule.target) requireTargetOf(call, pathOf(rule.target));
      requireNoConflict(world.store.shelf('forwardingRules', place), rule);
    },
    finish: () => {
      world.store.write<'forwardingRules'>(rule);
      useAddress(call, rule.IPAddress, path);
    },
  });
}

/** "80" reads back "80-80", an address URL as its number, and scheme and tier even when nobody said them (N-04). */
function newRule(call: Call, path: string): ForwardingRule {
  const { world, project, body } = call;
  const ports = typeof body.portRange === 'string' && body.portRange ? { portRange: portRangeOf(body.portRange) } : {};
  const target = body.target
    ? { target: linkTo(readPath({ world, project, field: 'resource.target' }, body.target)) }
    : {};
  return {
    description: '',
    IPProtocol: 'TCP',
    loadBalancingScheme: 'EXTERNAL',
    networkTier: 'PREMIUM',
    labelFingerprint: '42WmSpB8rSM=',
    ...given({ links: ['backendService', 'network', 'subnetwork'] }, call),
    ...ports,
    ...target,
    ...newResource(world, 'forwardingRule', path),
    IPAddress: addressOf(call),
  } as ForwardingRule;
}

function addressOf(call: Call): string {
  const { world, place, project, body } = call;
  const { IPAddress } = body;
  if (typeof IPAddress !== 'string' || IPAddress === '')
    return allocateAddress(world, body.loadBalancingScheme === 'INTERNAL');
  const isNumber = /^[\d.]+$/.test(IPAddress) || (IPAddress.includes(':') && !IPAddress.includes('/'));
  if (isNumber) return requireKnownNumber(call, IPAddress);
  const path = readPath({ world, project, field: 'resource.IPAddress' }, IPAddress, `${place}/addresses`);
  return requireResource(world, 'addresses', path).address;
}

/** A number must be one of the region's own: reserved, or already answered by another rule. */
function requireKnownNumber({ world, place }: Call, number: string): string {
  const reserved = world.store.shelf('addresses', place).some((one) => one.address === number);
  const shared = world.store.shelf('forwardingRules', place).some((one) => one.IPAddress === number);
  if (reserved || shared) return number;
  throw refusal.invalid('resource.IPAddress', number, 'Invalid IP address specified.');
}

/** Only pools are held here; a target of another kind is taken as it is. */
function requireTargetOf({ world }: Call, path: string): void {
  if (collectionOf(path) === 'targetPools') requireResource(world, 'targetPools', path);
}

function remove(call: Call): JsonObject {
  const { world, target } = call;
  const rule = requireTarget(call, 'forwardingRules');
  return startOperation(orderOf(call), {
    target,
    targetId: rule.id,
    check: () => void requireTarget(call, 'forwardingRules'),
    finish: () => {
      world.store.remove(target);
      releaseAddress(call, rule.IPAddress, target);
    },
  });
}

const changeable = new Set([
  'name',
  'networkTier',
  'allowGlobalAccess',
  'fingerprint',
  'description',
  'labels',
  'sourceIpRanges',
]);

/** Nearly everything is fixed: a rule is deleted and made again, or given another target. */
function patch(call: Call): JsonObject {
  const { world, target, body } = call;
  const rule = requireTarget(call, 'forwardingRules');
  const fixed = Object.keys(body).find((name) => !changeable.has(name) && body[name] !== (rule as JsonObject)[name]);
  if (fixed) throw refusal.invalid(`resource.${fixed}`, String(body[fixed]), 'The field cannot be changed.');
  return startOperation(orderOf(call), {
    target,
    targetId: rule.id,
    finish: () => world.store.change('forwardingRules', target, (present) => ({ ...present, ...given({}, call) })),
  });
}

function setTarget(call: Call): JsonObject {
  const { world, target, project, body } = call;
  const rule = requireTarget(call, 'forwardingRules');
  const next = readPath({ world, project, field: 'resource.target' }, body.target);
  if (rule.target && collectionOf(rule.target) !== collectionOf(next)) {
    throw refusal.invalid('resource.target', next, 'The target must be of the same kind as the present one.');
  }
  return startOperation(orderOf(call), {
    target,
    targetId: rule.id,
    check: () => requireTargetOf(call, next),
    finish: () => world.store.change('forwardingRules', target, (present) => ({ ...present, target: linkTo(next) })),
  });
}
