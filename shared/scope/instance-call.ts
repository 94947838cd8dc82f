import { act, type Change, ignore, type Verdict } from '../model/decision.ts';
import type { Entry } from './entry.ts';
import { quote } from './foreign.ts';

/** Calls that take a VM out of service count as soon as they are accepted, so that it drains early (P-08). */
const leaving = new Set(['delete', 'stop', 'suspend']);

/** Calls that bring a VM count when they have finished: an accepted insert can still fail for quota or addresses. */
const coming: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['insert', 'appeared'],
  ['bulkInsert', 'appeared'],
  ['start', 'restarted'],
  ['startWithEncryptionKey', 'restarted'],
  ['resume', 'restarted'],
  ['reset', 'restarted'],
]);

/** Node groups are told by tags and labels, so these can move a VM in or out of one. */
const membership = new Set(['setTags', 'setLabels', 'setName', 'update']);

/**
 * Everything else that is done to a VM while it stays where it is. Disks too: attachDisk and detachDisk come by the
 * thousand from the CSI driver and from Underpin itself; each pass and the nightly audit look at declared disks anyway.
 */
const settings = /^(?:set|add|attach|detach|remove|send|simulate|report|perform|(?:delete|update)[A-Z])[A-Za-z]*$/;

/** What one call on `compute.instances` means for the node, from either of its two entries. */
export function readInstanceCall(entry: Entry): Verdict {
  const { verb, failure } = entry;
  if (failure?.refused) return ignore(`${name(entry)} was refused before it began: ${quote(failure.message)}`);
  if (leaving.has(verb)) return readLeaving(entry);
  const change = coming.get(verb);
  if (change !== undefined)
    return onceFinished(entry, change, `the VM ${change === 'appeared' ? 'exists' : 'runs again'}`);
  if (membership.has(verb))
    return onceFinished(entry, 'unknown', 'tags, labels and names decide which node group a VM is in');
  if (settings.test(verb)) return ignore(`${name(entry)} leaves the VM in service and in its node group`);
  return onceFinished(entry, 'unknown', 'this method is not known, and looking is cheap');
}

function readLeaving(entry: Entry): Verdict {
  const { verb, phase, failure } = entry;
  if (verb === 'delete' && failure?.notFound) return act('gone', `${name(entry)} found no VM: it was gone already`);
  if (failure)
    return act(
      'unknown',
      `${name(entry)} failed after it was accepted (${quote(failure.message)}): the VM may still run`,
    );
  if (verb === 'delete' && phase === 'finished') return act('gone', `${name(entry)} finished: the VM is gone`);
  const moment = { accepted: 'was accepted', finished: 'finished', unknown: 'was called' }[phase];
  return act('leaving', `${name(entry)} ${moment}: the VM goes out of service`);
}

function onceFinished(entry: Entry, change: Change, because: string): Verdict {
  const { phase, failure } = entry;
  if (failure) return ignore(`${name(entry)} failed, so nothing changed: ${quote(failure.message)}`);
  if (phase === 'accepted') return ignore(`${name(entry)} was only accepted; what came of it is in its last entry`);
  if (phase === 'finished') return act(change, `${name(entry)} finished: ${because}`);
  // Abbreviated entries lack the flags: a pass is idempotent, so looking is the careful choice.
  return act(change, `${name(entry)} does not say whether it finished; if it did, ${because}`);
}

function name({ method }: Entry): string {
  return quote(method);
}
