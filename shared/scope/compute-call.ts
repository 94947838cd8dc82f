import { act, ignore, reject, type Verdict } from '../model/decision.ts';
import type { Entry } from './entry.ts';
import { quote } from './foreign.ts';
import { readInstanceCall } from './instance-call.ts';
import { readSystemEvent } from './system-event.ts';

const reads = /^(?:get|list|aggregatedList|test|search)(?:[A-Z][A-Za-z]*)?$/;
const instances = new Set(['instances', 'regionInstances']);
const groups = new Set([
  'instanceGroups',
  'regionInstanceGroups',
  'instanceGroupManagers',
  'regionInstanceGroupManagers',
]);
const memberships = new Set(['addInstance', 'removeInstance', 'insert']);

/** What an entry of compute.googleapis.com means for the nodes under a cluster. */
export function readComputeCall(entry: Entry): Verdict {
  const { collection, verb, method, source } = entry;
  if (method === '') return reject('the entry of compute.googleapis.com has no methodName');
  if (method === 'NotifyInstanceLocation') return ignore('NotifyInstanceLocation only tells which host a VM is on');
  if (source === 'data-access' || reads.test(verb)) return ignore(`${quote(method)} only reads`);
  if (instances.has(collection) || isOfVm(entry)) return readInstance(entry);
  if (groups.has(collection)) return readGroup(entry);
  if (collection === 'targetPools') return readTargetPool(entry);
  return ignore(`${quote(method)} is not about nodes; the nightly audit compares what it changes`);
}

/** Not every event that the system writes of a VM is called `compute.instances.…`: `ScheduledVMs`. */
function isOfVm({ source, place, instanceId, collection }: Entry): boolean {
  return source === 'system-event' && collection === '' && (place.collection === 'instances' || instanceId !== null);
}

function readInstance(entry: Entry): Verdict {
  const verdict = readSystemEvent(entry) ?? readInstanceCall(entry);
  if (verdict.decision !== 'act') return verdict;
  const isNamed = entry.place.name !== null || entry.instanceId !== null || entry.verb === 'bulkInsert';
  if (entry.project !== null && isNamed) return verdict;
  const path = quote(entry.resourceName ?? '');
  return reject(`${quote(entry.method)} names no VM that can be understood: resourceName is \`${path}\``);
}

/** Calls on a managed group tell an intent: their operation is done in milliseconds, the VMs change later, each with its own entries. */
function readGroup(entry: Entry): Verdict {
  if (/^(?:regionInstanceGroups|instanceGroups)\.setNamedPorts$/.test(`${entry.collection}.${entry.verb}`))
    return ignore(`${quote(entry.method)} does not change which VMs are in the group`);
  return onceDone(entry, 'the VMs of the group may change');
}

/** By hand or by Underpin itself, which an entry cannot tell for sure: a pass with nothing to do costs a few reads. */
function readTargetPool(entry: Entry): Verdict {
  if (!memberships.has(entry.verb))
    return ignore(`${quote(entry.method)} does not change the members of a pool; the nightly audit compares it`);
  return onceDone(entry, 'the members of a pool changed');
}

function onceDone({ method, phase, failure, project }: Entry, because: string): Verdict {
  if (failure) return ignore(`${quote(method)} failed, so nothing changed: ${quote(failure.message)}`);
  if (phase === 'accepted') return ignore(`${quote(method)} was only accepted; its last entry follows`);
  if (project === null) return reject(`${quote(method)} names no project that can be understood`);
  return act('unknown', `${quote(method)}: ${because}`);
}
