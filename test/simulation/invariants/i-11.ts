import { invariant } from '../invariant.ts';
import { computeWrite, nameIn, ownerPath } from './writes.ts';

export const i11 = invariant({
  name: 'I-11',
  says: 'what is to join a pool has joined before anything leaves it',
  on: ['sent', 'line'],
  watch: ({ view, judged, violated }) => {
    const removals = new Set<string>();
    return (entry) => {
      const call = computeWrite(entry);
      if (call?.path.endsWith('/removeInstance')) {
        judged();
        const pool = nameIn(ownerPath(call));
        removals.add(`${call.run} ${pool}`);
        const { openIntents = [], outcomes = [] } = view.runOf(call) ?? {};
        const isJoining = ({ kind, target }: { kind?: unknown; target?: unknown }) =>
          kind === 'add-pool-members' && nameIn(String(target)) === pool;
        if (openIntents.some(isJoining)) violated(`members leave ${pool} before others have joined it`);
        const failed = outcomes.find((one) => isJoining(one) && one.state !== 'done');
        if (failed) violated(`members leave ${pool}, and those that were to join it are ${failed.state}`);
      }
      if (entry.kind === 'line' && entry.line.message === 'intent' && entry.line.kind === 'add-pool-members') {
        const pool = nameIn(String(entry.line.target));
        if (removals.has(`${entry.line.run} ${pool}`)) violated(`members have left ${pool} before others joined it`);
      }
    };
  },
});
