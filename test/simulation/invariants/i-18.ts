import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { tokenOf } from '../list-part.ts';
import { diskSourceOf, zones } from '../shape.ts';
import type { RunView, View } from '../view.ts';
import { lastOfEach } from './reads.ts';
import { bodyOf, computeWrite } from './writes.ts';

/** Lists without which nobody knows who has gone. */
const listsOfVms = /\/(aggregated\/(instances|instanceGroupManagers|disks)|listManagedInstances)$/;
const listsForMark = /\/(aggregated\/instances|api\/v1\/nodes)$/;
const listsForUnmount = /\/(aggregated\/instances|api\/v1\/(nodes|pods))$/;
/** A disk leaves a VM whatever the pools and nodes are. */
const listsForPools =
  /\/(aggregated\/(instances|instanceGroupManagers)|listManagedInstances|targetPools|api\/v1\/nodes)$/;

export const i18 = invariant({
  name: 'I-18',
  says: 'after an incomplete look nothing is taken away',
  on: ['sent', 'resource'],
  watch: (watching) => {
    /** Disks that are no more. */
    const gone = new Set<string>();
    return (entry) => {
      const { view, judged, violated } = watching;
      if (entry.kind === 'resource' && entry.after) gone.delete(entry.path);
      if (entry.kind === 'resource' && !entry.after) gone.add(entry.path);
      if (entry.kind === 'sent') {
        judgeMark(watching, entry.call, gone);
        judgeDeletion(watching, entry.call);
      }
      const call = computeWrite(entry);
      if (!call || !/\/(removeInstance|detachDisk)$/.test(call.path)) return;
      judged();
      const run = view.runOf(call);
      const isPool = call.path.endsWith('/removeInstance');
      const lists = isPool ? listsForPools : listsOfVms;
      // What is read right before a write shows the one resource it is about, or does not show it.
      const planned = plannedAt(view, run);
      const torn = run?.calls.find(
        (one) =>
          (one.fault === 'F-13' || one.fault === 'F-17') &&
          one.status === 200 &&
          lists.test(one.path) &&
          !isElsewhere(one, call) &&
          !looksWhole(one) &&
          (view.servedPosition(one) ?? 0) < planned,
      );
      const isReadAgain =
        torn &&
        run?.calls.some(
          (one) => isSamePage(one, torn) && one.sentAt > torn.sentAt && one.fault === null && one.answeredAt !== null,
        );
      if (torn && !isReadAgain) violated(`${call.path}, though ${torn.path} was answered in part (${torn.fault})`);
      const unread = lastOfEach(looksOfPlan(view, run)).find((one) => lists.test(one.path) && !isReadToEnd(one));
      if (unread) violated(`${call.path}, though ${unread.path} could not be read`);
      const gap = run?.gaps.find(({ area }) => ['instances', 'managedGroups', 'pools', 'nodes'].includes(area));
      if (isPool && gap) violated(`${call.path}, though ${gap.area} could not be read`);
      if (!isPool && run?.gaps.some(({ area }) => area === 'instances' || area === 'disks'))
        violated(`${call.path}, though the disks could not be read`);
    };
  },
});

/** A disk is kept by the group of its own VM, and F-17 leaves out the second zone. */
function isElsewhere({ path, fault }: SentCall, detachment: SentCall): boolean {
  const isOfGroups = /\/(instanceGroupManagers|listManagedInstances)$/.test(path);
  return fault === 'F-17' && isOfGroups && detachment.path.includes(`/zones/${zones[0]}/instances/`);
}

/** One of several pages of a group's VMs that is lost on the way looks like VMs that are to come. */
function looksWhole(call: SentCall): boolean {
  const isOfSeveral = tokenOf(call) !== null || Boolean(call.part?.next);
  return call.fault === 'F-13' && call.path.endsWith('/listManagedInstances') && isOfSeveral;
}

/** What goes with a stack is known when all of it was seen. */
function judgeDeletion({ view, judged, violated }: Watching, call: SentCall): void {
  if (call.method !== 'DELETE' || call.api !== 'kubernetes') return;
  const run = view.runOf(call);
  if (!run?.openIntents.some(({ kind }) => kind === 'delete-object')) return;
  judged();
  const unread = lastOfEach(run.calls).find(
    (one) => one.method === 'GET' && one.query.includes('labelSelector') && !isReadToEnd(one),
  );
  if (unread) violated(`DELETE ${call.path}, though ${unread.path} could not be read`);
}

/** That a node has no disk any more is said by who has seen its VM and its group, and where the disk is about to go, who uses it. */
function judgeMark({ shape, view, judged, violated }: Watching, call: SentCall, gone: Set<string>): void {
  if (call.method !== 'PATCH' || !/\/api\/v1\/nodes\/[^/]+$/.test(call.path)) return;
  const { metadata } = bodyOf(call) as { metadata?: { labels?: Record<string, string | null> } };
  const run = view.runOf(call);
  for (const [key, value] of Object.entries(metadata?.labels ?? {})) {
    if (value !== null) continue;
    judged();
    const disk = shape.disks.find(({ name }) => key.endsWith(`/${name}`));
    // One that went with its VM nobody has.
    if (disk && gone.has(diskSourceOf(disk))) continue;
    const isUnmount = run?.openIntents.some(({ kind }) => kind === 'unmount-disk');
    const areas = ['nodes', ...(isUnmount ? ['pods'] : [])];
    const gap = run?.gaps.find(
      ({ area, part }) =>
        areas.includes(area) ||
        (area === 'managedGroups' && isOfGroup(part, run, disk?.group)) ||
        (area === 'instances' && (part === null || [disk?.zone, disk?.otherZone].includes(part))),
    );
    if (gap) violated(`${call.path} loses ${key}, though ${gap.area} could not be read`);
    const lists = isUnmount ? listsForUnmount : listsForMark;
    const unread = lastOfEach(looksOfPlan(view, run)).find((one) => lists.test(one.path) && one.part?.next);
    if (unread) violated(`${call.path} loses ${key}, though ${unread.path} was not read to its end`);
  }
}

/** Where other groups could not be listed, one whose own members were is known all the same; `all` is chosen by its tag. */
function isOfGroup(part: string | null, run: RunView | undefined, group = 'all'): boolean {
  if (group === 'all' || part === group) return part === group;
  const isListed = run?.calls.some(
    ({ path, status }) => status === 200 && path.endsWith(`/${group}/listManagedInstances`),
  );
  return part === null && !isListed;
}

function plannedAt({ position }: View, run: RunView | undefined): number {
  return run?.intents[0]?.position ?? position;
}

function looksOfPlan(view: View, run: RunView | undefined): SentCall[] {
  const planned = plannedAt(view, run);
  return (run?.calls ?? []).filter((one) => (view.servedPosition(one) ?? planned) < planned);
}

function isSamePage(one: SentCall, other: SentCall): boolean {
  return one.path === other.path && tokenOf(one) === tokenOf(other);
}

function isReadToEnd({ status, part }: SentCall): boolean {
  return status === 200 && !part?.next;
}
