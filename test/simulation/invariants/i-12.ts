import type { SentCall } from '../history.ts';
import { invariant } from '../invariant.ts';
import type { View } from '../view.ts';
import { isSentAway, shouldLeave } from '../wrongs.ts';
import { readsOf, sinceIntended, wasReadAs } from './reads.ts';
import { readShows } from './touched.ts';
import { computeWrite, membersIn, nameIn, ownerPath } from './writes.ts';

/** So long after its group began to delete it a VM may run. */
const goesMilliseconds = 60_000;

/** It was off when its removal was planned, and was seen to run right before that. */
function runsAgain(view: View, call: SentCall, path: string): boolean {
  const isSince = sinceIntended(view, view.runOf(call));
  const reads = readsOf(view, call, path);
  const last = reads.findLast(isSince);
  if (!last || reads.some(({ fault }) => fault === 'F-14')) return false;
  const seenBy = (look: SentCall) => view.resource('instances', path, view.servedPosition(look));
  const planned = reads.filter((look) => !isSince(look)).map(seenBy);
  const [before] = planned;
  return (
    seenBy(last)?.status === 'RUNNING' && before !== undefined && planned.every((vm) => shouldLeave(vm, undefined))
  );
}

/** What sent it away was its node alone, and that did so no more when the step looked once more, or should have. */
function isKeptByNode(view: View, call: SentCall, path: string): boolean {
  const isOff = (position?: number) => shouldLeave(view.resource('instances', path, position), undefined);
  const isSentAway = (position?: number) =>
    shouldLeave(view.resource('instances', path, position), view.object('/nodes', nameIn(path), position));
  const run = view.runOf(call);
  const looks = (run?.calls ?? []).filter((one) => readShows(one, `/nodes ${nameIn(path)}`));
  if (!run || isSentAway() || looks.some(({ fault }) => fault === 'F-14')) return false;
  const [planned, since] = partition(looks, (look) => !sinceIntended(view, run)(look));
  const last = since.at(-1);
  const wasByNode = planned.some((look) => {
    const position = view.servedPosition(look);
    return isSentAway(position) && !isOff(position);
  });
  return wasByNode && (last === undefined || !isSentAway(view.servedPosition(last)));
}

/** P-09: as its step saw when it looked at the nodes, or would have seen; nodes that cannot be read say nothing. */
function joinsThoughExcluded(view: View, call: SentCall, path: string): boolean {
  const run = view.runOf(call);
  const looks = (run?.calls ?? []).filter((one) => one.path === '/api/v1/nodes').filter(sinceIntended(view, run));
  if (looks.some(({ fault, status }) => fault !== null || status !== 200)) return false;
  const last = looks.at(-1);
  const isExcluded = (position?: number) => isSentAway(view.object('/nodes', nameIn(path), position));
  return isExcluded() && (last === undefined || isExcluded(view.servedPosition(last)));
}

function partition<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

export const i12 = invariant({
  name: 'I-12',
  says: 'nothing leaves a pool for being NotReady or cordoned, nor for being in no declared group while it lives; who joins was not sent away',
  // A command, since the last one is the end, when time is up.
  on: ['sent', 'resource', 'command'],
  watch: ({ view, judged, violated }) => {
    let doubtful: { path: string; words: string; at: number; position: number }[] = [];
    return (entry) => {
      const call = computeWrite(entry);
      if (call?.path.endsWith('/addInstance'))
        for (const path of membersIn(call))
          if (joinsThoughExcluded(view, call, path))
            violated(`${nameIn(path)} joins ${nameIn(ownerPath(call))}, and its node sends it away`);
      if (call?.path.endsWith('/removeInstance'))
        for (const path of membersIn(call)) {
          judged();
          const leaves = (position: number) =>
            shouldLeave(view.resource('instances', path, position), view.object('/nodes', nameIn(path), position));
          const run = view.runOf(call);
          if (runsAgain(view, call, path))
            violated(`${nameIn(path)} leaves ${nameIn(ownerPath(call))}, and runs again`);
          const looks = (run?.calls ?? []).flatMap((one) => view.servedPosition(one) ?? []);
          const isKnown =
            wasReadAs(view, call, path, leaves) ||
            looks.some(leaves) ||
            run?.calls.some(({ fault }) => fault === 'F-14');
          if (!isKnown || isKeptByNode(view, call, path))
            doubtful.push({
              path,
              words: `${nameIn(path)} leaves ${nameIn(ownerPath(call))}, and it should not`,
              at: entry.at,
              position: view.position,
            });
        }
      // Its managed group had begun to delete it, which only the group tells.
      const isLate = ({ at }: { at: number }) => entry.at - at >= goesMilliseconds;
      if (entry.kind === 'resource' && shouldLeave(entry.after as never, undefined))
        doubtful = doubtful.filter((one) => one.path !== entry.path || isLate(one));
      for (const { words, position } of doubtful.filter(isLate)) violated(`${words} (at ${position})`);
      doubtful = doubtful.filter((one) => !isLate(one));
    };
  },
});
