import type { Invariant } from '../check.ts';
import { isRepeat, readsOf } from './reads.ts';
import { computeWrite, membersIn, nameIn, ownerPath } from './writes.ts';

export const i21: Invariant = {
  name: 'I-21',
  says: 'what is so already is not done again, and no id stands for two requests',
  watch: ({ view, judged, violated }) => {
    /** The API answers a repeated id with the first operation, whatever is asked (P-16). */
    const askedBy = new Map<string, string>();
    return (entry) => {
      const call = computeWrite(entry);
      if (call?.requestId) {
        const asked = `${call.run} ${call.method} ${call.path} ${call.body}`;
        if ((askedBy.get(call.requestId) ?? asked) !== asked)
          violated(`${call.method} ${call.path} goes under the id of another request`);
        askedBy.set(call.requestId, asked);
      }
      if (!call || !/\/(addInstance|removeInstance)$/.test(call.path) || isRepeat(view, call)) return;
      const path = ownerPath(call);
      const last = readsOf(view, call, path).at(-1);
      const position = last && view.servedPosition(last);
      if (!last || position === undefined || last.fault === 'F-14') return;
      judged();
      const adds = call.path.endsWith('/addInstance');
      const members = view.resource('targetPools', path, position)?.instances ?? [];
      for (const wanted of membersIn(call))
        if (members.some((member) => member.endsWith(wanted)) === adds)
          violated(`${call.path}: ${nameIn(wanted)} was ${adds ? 'in' : 'out of'} the pool already`);
    };
  },
};
