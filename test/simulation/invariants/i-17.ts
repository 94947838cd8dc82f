import { invariant } from '../invariant.ts';

export const i17 = invariant({
  name: 'I-17',
  says: 'a declaration that is empty, missing or broken changes nothing',
  on: ['sent', 'message', 'asked'],
  watch: ({ view, judged, violated }) => {
    /** They look by what they read while it was whole; whoever looks again reads it again. */
    const begunWhole = new Set<string>();
    return (entry) => {
      const isWhole = view.declared === 'whole';
      if (entry.kind !== 'sent') {
        if (!isWhole) judged();
        return;
      }
      const { call } = entry;
      if (isWhole && call.run !== null && view.runOf(call)?.calls.length === 1) begunWhole.add(call.run);
      if (!isWhole && call.mutates && !begunWhole.has(call.run ?? ''))
        violated(`${call.method} ${call.path}, while the declaration is ${view.declared}`);
    };
  },
});
