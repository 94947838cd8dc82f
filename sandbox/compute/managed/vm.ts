import { ApiError, type ErrorFacts } from '../api-error.ts';
import type { OperationFault } from '../faults/fault.ts';
import { addMember } from '../group-members.ts';
import { deleteInstance, insertInstance } from '../instance-work.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Instance } from '../kinds.ts';
import { latencySeconds } from '../latency.ts';
import { beginStart, setStatus, withoutMember } from '../lifecycle.ts';
import { lastSegment, linkTo, pathOf, placeOf, projectOf } from '../link.ts';
import type { Order } from '../operation.ts';
import { emitSystemEvent } from '../system-event.ts';
import { reconcileAfter, type Step } from './reconcile.ts';
import { versionOf } from './update.ts';

const retrySeconds = 30;

/** The group makes a VM of its template, by a call of its own like any other. */
export function createVm(turn: Step): void {
  const { world, manager, member } = turn;
  member.template = manager.instanceTemplate;
  member.version = versionOf(manager);
  member.busy = true;
  try {
    const place = placeOf(member.path);
    const done = (error: ErrorFacts | undefined) => attempted(turn, error);
    insertInstance(orderFor(turn, 'insert'), { place, name: lastSegment(member.path), body: bodyFor(turn), done });
    addMember(world, pathOf(manager.instanceGroup), member.path);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    attempted(turn, error.facts);
  }
}

export function deleteVm(turn: Step, seconds?: number): void {
  const { world, member } = turn;
  member.busy = true;
  leavePools(turn);
  try {
    const done = (error: ErrorFacts | undefined) => attempted(turn, error?.status === 404 ? undefined : error);
    deleteInstance(orderFor(turn, 'delete'), member.path, { done, ...(seconds === undefined ? {} : { seconds }) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    attempted(turn, world.store.read('instances', member.path) ? error.facts : undefined);
  }
}

/** The same VM, stopped and started: its id stays. */
export function restartVm(turn: Step): void {
  const { world, manager, member } = turn;
  const { id } = world.store.read('instances', member.path) ?? {};
  member.busy = true;
  member.version = versionOf(manager);
  setStatus(world, member.path, 'STOPPING');
  const seconds = latencySeconds(world, 'instances.start');
  world.agenda.after(latencySeconds(world, 'instances.stop'), () => {
    setStatus(world, member.path, 'TERMINATED');
    if (id) beginStart(world, { seconds, path: member.path, id });
    world.agenda.after(seconds, () => {
      setStatus(world, member.path, 'RUNNING');
      attempted(turn, undefined);
    });
  });
}

/** Success leads straight to the next step, a failure to another try. */
function attempted({ world, group, member }: Step, error: ErrorFacts | undefined): void {
  member.busy = false;
  member.error = error;
  const seconds = error ? retrySeconds : 0;
  member.retryTime = world.agenda.now() + seconds * world.settings.latencyScale * 1000;
  reconcileAfter(world, seconds, group.path);
}

export function dropMember({ world, group, member }: Step): void {
  world.groups.remove(group, member.path);
  reconcileAfter(world, 0, group.path);
}

/** `compute.instances.repair.recreateInstance`, with the id of the VM that was; the words use the project's number. */
export function emitRepair({ world, manager, member }: Step, vm: Instance | undefined): void {
  const { number, id } = world.projects.open(projectOf(member.path));
  const instance = member.path.replace(`projects/${id}/`, `projects/${number}/`);
  const reason = vm ? 'instance stopped' : 'instance deleted';
  emitSystemEvent(world, {
    kind: 'repair',
    method: 'compute.instances.repair.recreateInstance',
    target: member.path,
    targetId: vm?.id ?? '0',
    message: `Instance Group Manager '${manager.name}' initiated recreateInstance on instance '${instance}'. Reason: Instance eligible for repair: ${reason}.`,
    startedAt: world.agenda.now(),
  });
}

function orderFor({ world, member }: Step, verb: 'insert' | 'delete'): Order {
  const project = projectOf(member.path);
  const { number } = world.projects.open(project);
  const principal = `${number}@cloudservices.gserviceaccount.com`;
  const method = `compute.instances.${verb}`;
  const facts = { method, project, resource: member.path, principal, mutating: true };
  const [rule] = world.faults.take(facts, ['operation error', 'operation stuck']);
  return {
    world,
    method,
    verb: `instances.${verb}`,
    project,
    actor: { principal, userAgent: 'GCE Managed Instance Group', version: 'v1', rootTrigger: member.trigger },
    body: {},
    requestId: world.runtime.uuid(),
    operationFault: rule?.fault as OperationFault | undefined,
  };
}

/** The template's properties, and the mark by which a VM is known as a group's: its manager, by project number. */
function bodyFor({ world, manager, member }: Step): JsonObject {
  const template = world.store.read('instanceTemplates', pathOf(manager.instanceTemplate));
  if (!template)
    throw new ApiError({
      status: 404,
      reason: 'notFound',
      message: `The resource '${manager.instanceTemplate}' was not found`,
    });
  const { properties } = template;
  const project = projectOf(member.path);
  const path = pathOf(manager.selfLink).replace(
    `projects/${project}/`,
    `projects/${world.projects.open(project).number}/`,
  );
  const metadata = isObject(properties.metadata) ? properties.metadata : {};
  const items = Array.isArray(metadata.items) ? metadata.items : [];
  const marks = [
    { key: 'instance-template', value: pathOf(manager.instanceTemplate) },
    { key: 'created-by', value: path },
  ];
  return { ...properties, metadata: { ...metadata, items: [...items, ...marks] } };
}

/** A group with `targetPools` adds and removes by itself (P-17). */
export function joinPools({ world, manager, member }: Step): void {
  const link = linkTo(member.path);
  for (const pool of manager.targetPools ?? []) {
    world.store.change('targetPools', pathOf(pool), (one) =>
      one.instances?.includes(link) ? one : { ...one, instances: [...(one.instances ?? []), link] },
    );
  }
}

function leavePools({ world, manager, member }: Step): void {
  for (const pool of manager.targetPools ?? []) {
    world.store.change('targetPools', pathOf(pool), (one) => withoutMember(one, linkTo(member.path)));
  }
}
