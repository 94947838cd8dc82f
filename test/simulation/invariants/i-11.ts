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
        const open = view
          .runOf(call)
          ?.openIntents.find(({ kind, target }) => kind === 'add-pool-members' && nameIn(target) === pool);
        if (open) violated(`members leave ${pool} before others have joined it`);
      }
      if (entry.kind === 'line' && entry.line.message === 'intent' && entry.line.kind === 'add-pool-members') {
        const pool = nameIn(String(entry.line.target));
        if (removals.has(`${entry.line.run} ${pool}`)) violated(`members have left ${pool} before others joined it`);
      }
    };
  },
});
