import type { Invariant } from '../check.ts';
import type { SentCall } from '../history.ts';
import { computeWrite } from './writes.ts';

/** Lists without which nobody knows who has gone. */
const listsOfVms = /\/(aggregated\/(instances|instanceGroupManagers|disks)|listManagedInstances)$/;
/** A disk leaves a VM whatever the pools and nodes are. */
const listsForPools =
  /\/(aggregated\/(instances|instanceGroupManagers)|listManagedInstances|targetPools|api\/v1\/nodes)$/;

export const i18: Invariant = {
  name: 'I-18',
  says: 'after an incomplete look nothing is taken away',
  watch:
    ({ view, judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call || !/\/(removeInstance|detachDisk)$/.test(call.path)) return;
      judged();
      const run = view.runOf(call);
      const isPool = call.path.endsWith('/removeInstance');
      const lists = isPool ? listsForPools : listsOfVms;
      // What is read right before a write shows the one resource it is about, or does not show it.
      const planned = run?.intents[0]?.position ?? view.position;
      const torn = run?.calls.find(
        (one) =>
          (one.fault === 'F-13' || one.fault === 'F-17') &&
          one.status === 200 &&
          lists.test(one.path) &&
          (view.servedPosition(one) ?? 0) < planned,
      );
      const isReadAgain =
        torn &&
        run?.calls.some(
          (one) => one.path === torn.path && one.sentAt > torn.sentAt && one.fault === null && one.answeredAt !== null,
        );
      if (torn && !isReadAgain) violated(`${call.path}, though ${torn.path} was answered in part (${torn.fault})`);
      const looks = (run?.calls ?? []).filter((one) => (view.servedPosition(one) ?? planned) < planned);
      const unread = lastOfEach(looks).find((one) => lists.test(one.path) && one.status !== 200);
      if (unread) violated(`${call.path}, though ${unread.path} could not be read`);
      const gap = run?.gaps.find(({ area }) => ['instances', 'managedGroups', 'pools', 'nodes'].includes(area));
      if (isPool && gap) violated(`${call.path}, though ${gap.area} could not be read`);
      if (!isPool && run?.gaps.some(({ area }) => area === 'instances' || area === 'disks'))
        violated(`${call.path}, though the disks could not be read`);
    },
};

/** A read that failed is asked again; what came of the last try counts. */
function lastOfEach(calls: SentCall[]): SentCall[] {
  return [...new Map(calls.map((call) => [`${call.method} ${call.path} ${call.query}`, call])).values()];
}
