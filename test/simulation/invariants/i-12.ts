import { invariant } from '../invariant.ts';
import { shouldLeave } from '../wrongs.ts';
import { wasReadAs } from './reads.ts';
import { computeWrite, membersIn, nameIn, ownerPath } from './writes.ts';

/** So long after its group began to delete it a VM may run. */
const goesMilliseconds = 60_000;

export const i12 = invariant({
  name: 'I-12',
  says: 'nothing leaves a pool for being NotReady or cordoned, nor for being in no declared group while it lives',
  // A command, since the last one is the end, when time is up.
  on: ['sent', 'resource', 'command'],
  watch: ({ view, judged, violated }) => {
    const doubtful: { path: string; words: string; at: number; position: number }[] = [];
    return (entry) => {
      const call = computeWrite(entry);
      if (call?.path.endsWith('/removeInstance'))
        for (const path of membersIn(call)) {
          judged();
          const leaves = (position: number) =>
            shouldLeave(view.resource('instances', path, position), view.object('/nodes', nameIn(path), position));
          const run = view.runOf(call);
          const looks = (run?.calls ?? []).flatMap((one) => view.servedPosition(one) ?? []);
          const isKnown =
            wasReadAs(view, call, path, leaves) ||
            looks.some(leaves) ||
            run?.calls.some(({ fault }) => fault === 'F-14');
          if (!isKnown)
            doubtful.push({
              path,
              words: `${nameIn(path)} leaves ${nameIn(ownerPath(call))}, and it should not`,
              at: entry.at,
              position: view.position,
            });
        }
      // Its managed group had begun to delete it, which only the group tells.
      if (entry.kind === 'resource' && shouldLeave(entry.after as never, undefined)) {
        const index = doubtful.findIndex(({ path, at }) => path === entry.path && entry.at - at < goesMilliseconds);
        if (index >= 0) doubtful.splice(index, 1);
      }
      const late = doubtful.filter(({ at }) => entry.at - at >= goesMilliseconds);
      for (const one of late) {
        violated(`${one.words} (at ${one.position})`);
        doubtful.splice(doubtful.indexOf(one), 1);
      }
    };
  },
});
