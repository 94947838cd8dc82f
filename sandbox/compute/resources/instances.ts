import type { Call } from '../call.ts';
import { deleteInstance, insertInstance } from '../instance-work.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Instance } from '../kinds.ts';
import { latencySeconds } from '../latency.ts';
import { beginStart, setStatus } from '../lifecycle.ts';
import { requireNewName } from '../location.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireResource, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import type { Method } from './method.ts';

export const instances: Record<string, Method> = {
  'instances.insert': insert,
  'instances.delete': (call) => deleteInstance(orderOf(call), call.target),
  'instances.stop': (call) =>
    halt(call, { from: ['RUNNING', 'STAGING', 'PROVISIONING'], through: 'STOPPING', to: 'TERMINATED' }),
  'instances.suspend': (call) => halt(call, { from: ['RUNNING'], through: 'SUSPENDING', to: 'SUSPENDED' }),
  'instances.start': (call) => start(call, ['TERMINATED', 'STOPPED']),
  'instances.resume': (call) => start(call, ['SUSPENDED']),
  'instances.reset': reset,
};

function insert(call: Call): JsonObject {
  const { place, body } = call;
  const whole = { ...templateOf(call), ...body };
  return insertInstance(orderOf(call), { place, name: requireNewName(body.name), body: whole });
}

/** `instances create --source-instance-template`: what the body says goes before what the template says. */
function templateOf({ world, project, query }: Call): JsonObject {
  if (!query.sourceInstanceTemplate) return {};
  const path = readPath({ world, project, field: 'sourceInstanceTemplate' }, query.sourceInstanceTemplate);
  const { properties } = requireResource(world, 'instanceTemplates', path);
  return isObject(properties) ? properties : {};
}

interface Halt {
  from: string[];
  through: string;
  to: string;
}

/** Stopping what is stopped is done at once. */
function halt(call: Call, { from, through, to }: Halt): JsonObject {
  const { world, target } = call;
  const instance = requireTarget(call, 'instances');
  const idle = instance.status === to;
  if (!idle && !from.includes(instance.status)) throw notReady(instance);
  return startOperation(orderOf(call), {
    target,
    targetId: instance.id,
    ...(idle ? { seconds: 0 } : {}),
    check: () => requireSame(call, instance),
    begin: () => idle || setStatus(world, target, through),
    finish: () => setStatus(world, target, to),
  });
}

function start(call: Call, from: string[]): JsonObject {
  const { world, target } = call;
  const instance = requireTarget(call, 'instances');
  const running = instance.status === 'RUNNING';
  if (!running && !from.includes(instance.status)) throw notReady(instance);
  const seconds = running ? 0 : latencySeconds(world, call.verb);
  return startOperation(orderOf(call), {
    target,
    targetId: instance.id,
    seconds,
    check: () => requireSame(call, instance),
    begin: () => running || beginStart(world, { seconds, path: target, id: instance.id }),
    finish: () => setStatus(world, target, 'RUNNING'),
  });
}

/** The guest starts anew under the same id; the status stays RUNNING all the while. */
function reset(call: Call): JsonObject {
  const instance = requireTarget(call, 'instances');
  if (instance.status !== 'RUNNING') throw notReady(instance);
  return startOperation(orderOf(call), {
    target: call.target,
    targetId: instance.id,
    check: () => requireSame(call, instance),
  });
}

function requireSame(call: Call, { id }: Instance): void {
  if (requireTarget(call, 'instances').id !== id) throw refusal.notFound(call.target);
}

function notReady({ selfLink }: Instance): Error {
  return refusal.notReady(selfLink.slice(selfLink.indexOf('projects/')));
}
