import { invariant } from '../invariant.ts';

export const i17 = invariant({
  name: 'I-17',
  says: 'a declaration that is empty, missing or broken changes nothing',
  on: ['sent', 'message', 'asked', 'answer'],
  watch: ({ view, judged, violated }) => {
    const open = new Map<string, Open>();
    const note = (key: string, by: 1 | -1) => {
      const known = open.get(key) ?? { whole: 0, other: 0 };
      open.set(key, by === 1 ? begun(known, view.declared === 'whole') : ended(known));
    };
    return (entry) => {
      const isWhole = view.declared === 'whole';
      if (entry.kind === 'message' && entry.worker) {
        const key = `${entry.worker} event ${entry.id}`;
        if (entry.what === 'delivered') note(key, 1);
        if (['acknowledged', 'refused', 'lost'].includes(entry.what)) note(key, -1);
      }
      if (entry.kind === 'asked') note(`${entry.worker} ${entry.trigger}`, 1);
      if (entry.kind === 'answer') note(`${entry.worker} ${entry.trigger}`, -1);
      if (entry.kind !== 'sent' || isWhole) return;
      judged();
      const { call } = entry;
      const isEarlier = [...open].some(
        ([key, { whole }]) => whole > 0 && key.startsWith(`${call.worker} ${call.trigger}`),
      );
      if (call.mutates && !isEarlier)
        violated(`${call.method} ${call.path}, while the declaration is ${view.declared}`);
    };
  },
});

/** Deliveries and requests that are not at their end: those that read the declaration while it was whole, and the others. */
interface Open {
  whole: number;
  other: number;
}

function begun({ whole, other }: Open, isWhole: boolean): Open {
  return isWhole ? { whole: whole + 1, other } : { whole, other: other + 1 };
}

/** Which of them it was nothing tells; what cannot be read is answered soonest. */
function ended({ whole, other }: Open): Open {
  return other > 0 ? { whole, other: other - 1 } : { whole: Math.max(0, whole - 1), other };
}
