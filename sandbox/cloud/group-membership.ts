import type { Runtime } from '../../shared/runtime.ts';
import type { Compute } from '../compute/compute.ts';
import type { ComputeEvent, OperationEvent } from '../compute/event.ts';
import { newId, newOperationName } from '../compute/identifier.ts';
import type { Instance, Operation } from '../compute/kinds.ts';
import { linkTo, placeOf } from '../compute/link.ts';
import { timestampOf } from '../compute/timestamp.ts';
import { isServiceAgent } from '../logging/entry/caller.ts';

export interface Membership {
  runtime: Runtime;
  compute: Pick<Compute, 'state'>;
}

/**
 * A managed group enters its VMs into the instance group behind it and takes them out again, as calls of its own in the
 * log: FIRST and LAST within 20 milliseconds.
 */
export function membershipEvents({ runtime, compute }: Membership, event: ComputeEvent): OperationEvent[] {
  const verb = event.type === 'operation' && isServiceAgent(event.actor) ? verbOf(event) : undefined;
  if (event.type !== 'operation' || !verb) return [];
  const instance = compute.state.read('instances', event.resource);
  const group = instance && groupOf(instance, event);
  const known = group && compute.state.read('instanceGroups', group);
  if (!known) return [];
  const operation = operationOf({ runtime, event, verb, targetId: known.id, group });
  const called = {
    ...event,
    method: `compute.instanceGroups.${verb}`,
    resource: group,
    resourceId: known.id,
    request: { instances: [{ instance: linkTo(event.resource) }] },
  };
  const done: Operation = { ...operation, status: 'DONE', progress: 100 };
  return [
    { ...called, phase: 'first', operation },
    { ...called, phase: 'last', operation: done, time: event.time + 20 },
  ];
}

function verbOf({ method, phase, operation }: OperationEvent): 'addInstances' | 'removeInstances' | undefined {
  if (method === 'compute.instances.insert' && phase === 'last' && !operation.error) return 'addInstances';
  return method === 'compute.instances.delete' && phase === 'first' ? 'removeInstances' : undefined;
}

/** The instance group bears the name of its manager, which the VM's metadata tells. */
function groupOf({ metadata }: Instance, { project }: OperationEvent): string | undefined {
  const manager = metadata.items?.find(({ key }) => key === 'created-by')?.value;
  return manager
    ?.replace(/^.*projects\/[^/]+\//, `projects/${project}/`)
    .replace('/instanceGroupManagers/', '/instanceGroups/');
}

interface OperationFacts {
  runtime: Runtime;
  event: OperationEvent;
  verb: string;
  group: string;
  targetId: string;
}

function operationOf({ runtime, event, verb, group, targetId }: OperationFacts): Operation {
  const name = newOperationName(runtime, 'operation', event.time);
  const now = timestampOf(event.time);
  return {
    kind: 'compute#operation',
    id: newId(runtime),
    name,
    creationTimestamp: now,
    insertTime: now,
    startTime: now,
    operationType: `compute.instanceGroups.${verb}`,
    targetLink: linkTo(group),
    targetId,
    status: 'RUNNING',
    user: event.actor.principal,
    progress: 0,
    selfLink: linkTo(`${placeOf(group)}/operations/${name}`),
  };
}
