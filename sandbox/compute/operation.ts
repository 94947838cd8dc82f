import { ApiError, type ErrorFacts, operationError } from './api-error.ts';
import type { Call } from './call.ts';
import type { Actor, OperationEvent } from './event.ts';
import type { OperationFault } from './faults/fault.ts';
import { newId, newOperationName } from './identifier.ts';
import type { JsonObject } from './json.ts';
import type { Operation } from './kinds.ts';
import { latencySeconds } from './latency.ts';
import { linkTo, pathOf, placeOf, scopeOf } from './link.ts';
import { timestampOf } from './timestamp.ts';
import type { World } from './world.ts';

/** What an operation does, and when it becomes visible. */
export interface Work {
  /** `projects/P/zones/Z/instances/N`. */
  target: string;
  targetId: string;
  /** As `operationType` spells it, when that is not the verb. */
  type?: string;
  /** How long it runs, when it is not the method's usual time. */
  seconds?: number;
  /** Throws what forbids it. Asked when the call comes, and once more before the work is done. */
  check?: () => void;
  begin?: () => void;
  finish?: () => void;
  /** After DONE, with the error if there was one. */
  done?: (error: ErrorFacts | undefined) => void;
}

/** Who asks for the work, and how: a call from outside, or a managed group on its own. */
export interface Order {
  world: World;
  method: string;
  verb: string;
  project: string;
  actor: Actor;
  body: JsonObject;
  requestId?: string | undefined;
  operationFault?: OperationFault | undefined;
}

/** What the audit log and the waiters need to know of an operation. */
export interface OperationFacts {
  order: Order;
  target: string;
  targetId: string;
  waiters: Set<() => void>;
}

export function orderOf(call: Call): Order {
  const { world, method, verb, project, actor, body, query, operationFault } = call;
  const requestId = typeof query.requestId === 'string' ? query.requestId : undefined;
  return { world, method, verb, project, actor, body, requestId, operationFault };
}

export function startOperation(order: Order, work: Work): Operation {
  const { world } = order;
  if (world.settings.conflicts === 'at once') work.check?.();
  const operation = world.store.write<'operations'>(newOperation(order, work));
  const path = pathOf(operation.selfLink);
  world.operations.set(path, { order, target: work.target, targetId: work.targetId, waiters: new Set() });
  rememberRequestId(order, path);
  world.store.as({ principal: order.actor.principal, requestId: order.requestId }, () => work.begin?.());
  emitPhase(world, path, 'first');
  const seconds = work.seconds ?? latencySeconds(world, order.verb);
  const pending = Math.min(seconds, world.settings.pendingSeconds);
  world.agenda.after(pending, () => run(world, path));
  if (order.operationFault?.kind !== 'operation stuck') world.agenda.after(seconds, () => complete(world, path, work));
  return operation;
}

function newOperation({ world, verb, actor, requestId }: Order, work: Work): Operation {
  const now = world.agenda.now();
  const name = newOperationName(world.runtime, 'operation', now);
  const scope = scopeOf(work.target);
  return {
    kind: 'compute#operation',
    id: newId(world.runtime),
    name,
    ...(requestId ? { clientOperationId: requestId } : {}),
    operationType: work.type ?? operationTypeOf(verb),
    targetLink: linkTo(work.target),
    targetId: work.targetId,
    status: 'PENDING',
    user: actor.principal,
    progress: 0,
    insertTime: timestampOf(now),
    ...locationOf(work.target, scope),
    selfLink: linkTo(`${operationPlace(work.target)}/operations/${name}`),
  };
}

/** `zone` or `region` decides where clients poll it. */
function locationOf(target: string, scope: string): { zone?: string; region?: string } {
  if (scope.startsWith('zones/')) return { zone: linkTo(placeOf(target)) };
  return scope.startsWith('regions/') ? { region: linkTo(placeOf(target)) } : {};
}

function operationPlace(target: string): string {
  return scopeOf(target) === '/' ? `${target}/global` : placeOf(target);
}

/** The spelling is not regular, and nobody should branch on it. */
function operationTypeOf(verb: string): string {
  const [collection = '', name = ''] = verb.split('.');
  if (collection === 'instanceGroups' || collection === 'instanceGroupManagers') return `compute.${verb}`;
  return capitalised.has(verb) ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

const capitalised = new Set(
  ['addInstance', 'removeInstance', 'addHealthCheck', 'removeHealthCheck', 'setBackup']
    .map((name) => `targetPools.${name}`)
    .concat('forwardingRules.setTarget'),
);

function rememberRequestId({ world, project, method, requestId }: Order, operation: string): void {
  if (!requestId) return;
  const until = world.agenda.now() + world.settings.requestIdSeconds * 1000;
  world.requestIds.set(`${project}/${requestId}`, { operation, method, until });
}

function run(world: World, path: string): void {
  const startTime = timestampOf(world.agenda.now());
  change(world, path, (operation) => (operation.status === 'PENDING' ? { status: 'RUNNING', startTime } : {}));
}

function change(world: World, path: string, edit: (operation: Operation) => Partial<Operation>): void {
  world.store.change('operations', path, (operation) => ({ ...operation, ...edit(operation) }));
}

function complete(world: World, path: string, work: Work): void {
  const error = perform(world, path, work);
  const now = timestampOf(world.agenda.now());
  change(world, path, ({ startTime = now }) => ({
    status: 'DONE',
    progress: 100,
    startTime,
    endTime: now,
    ...(error ? (operationError(error) as Partial<Operation>) : {}),
  }));
  emitPhase(world, path, 'last');
  const waiters = world.operations.get(path)?.waiters;
  for (const wake of waiters ?? []) wake();
  work.done?.(error);
}

function perform(world: World, path: string, work: Work): ErrorFacts | undefined {
  const fault = world.operations.get(path)?.order.operationFault;
  const planted = fault?.kind === 'operation error' ? fault : undefined;
  if (planted && !planted.applied) return planted.error;
  try {
    work.check?.();
    const order = world.operations.get(path)?.order;
    const author = { principal: order?.actor.principal ?? '', requestId: order?.requestId };
    world.store.as(author, () => work.finish?.());
  } catch (error) {
    if (error instanceof ApiError) return error.facts;
    throw error;
  }
  return planted?.error;
}

function emitPhase(world: World, path: string, phase: OperationEvent['phase']): void {
  const facts = world.operations.get(path);
  const operation = world.store.read('operations', path);
  if (!facts || !operation) return;
  const { method, actor, body, project } = facts.order;
  world.emit({
    type: 'operation',
    phase,
    time: world.agenda.now(),
    method,
    actor,
    operation,
    request: body,
    project,
    projectNumber: world.projects.open(project).number,
    resource: facts.target,
    resourceId: facts.targetId,
  });
}

/** Operations of system events come and go in one moment, as their entries do. */
export function recordSystemOperation(world: World, facts: SystemOperation): Operation {
  const now = timestampOf(world.agenda.now());
  const name = newOperationName(world.runtime, facts.kind, facts.startedAt);
  return world.store.write<'operations'>({
    kind: 'compute#operation',
    id: newId(world.runtime),
    name,
    operationType: facts.method,
    targetLink: linkTo(facts.target),
    targetId: facts.targetId,
    status: 'DONE',
    statusMessage: facts.message,
    user: 'system',
    progress: 100,
    insertTime: now,
    startTime: now,
    endTime: now,
    ...locationOf(facts.target, scopeOf(facts.target)),
    selfLink: linkTo(`${operationPlace(facts.target)}/operations/${name}`),
  });
}

export interface SystemOperation {
  kind: 'systemevent' | 'repair';
  method: string;
  target: string;
  targetId: string;
  message: string;
  startedAt: number;
}
