import { invariant } from '../invariant.ts';

export const i17 = invariant({
  name: 'I-17',
  says: 'a declaration that is empty, missing or broken changes nothing',
  on: ['sent', 'message', 'asked', 'answer'],
  watch: ({ view, judged, violated }) => {
    /** Deliveries and requests that read the declaration while it was whole, and are not at their end. */
    const open = new Map<string, number>();
    const count = (key: string, by: number) => void open.set(key, Math.max(0, (open.get(key) ?? 0) + by));
    return (entry) => {
      const isWhole = view.declared === 'whole';
      if (entry.kind === 'message' && entry.worker) {
        const key = `${entry.worker} event ${entry.id}`;
        if (entry.what === 'delivered' && isWhole) count(key, 1);
        if (['acknowledged', 'refused', 'lost'].includes(entry.what)) count(key, -1);
      }
      if (entry.kind === 'asked' && isWhole) count(`${entry.worker} ${entry.trigger}`, 1);
      if (entry.kind === 'answer') count(`${entry.worker} ${entry.trigger}`, -1);
      if (entry.kind !== 'sent' || isWhole) return;
      judged();
      const { call } = entry;
      const isEarlier = [...open].some(
        ([key, number]) => number > 0 && key.startsWith(`${call.worker} ${call.trigger}`),
      );
      if (call.mutates && !isEarlier)
        violated(`${call.method} ${call.path}, while the declaration is ${view.declared}`);
    };
  },
});
