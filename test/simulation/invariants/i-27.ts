import type { Invariant } from '../check.ts';

export const i27: Invariant = {
  name: 'I-27',
  says: 'what could not be read is unknown, and an audit that missed something does not say that it is complete',
  watch: ({ view, judged, violated }) => {
    return (entry) => {
      if (entry.kind !== 'answer' || entry.trigger !== 'audit' || entry.status !== 200) return;
      const run = [...view.runs.values()].findLast(
        ({ worker, trigger }) => worker === entry.worker && trigger === 'audit',
      );
      if (!run) return;
      judged();
      const lists = run.calls.filter(
        ({ api, path }) => api === 'compute' && /\/(aggregated\/|targetPools$|firewalls$)/.test(path),
      );
      const unread = lists.filter((call) => {
        const last = lists.findLast(({ path, query }) => path === call.path && query === call.query);
        return last?.status !== 200 || last.fault === 'F-13' || last.fault === 'F-17';
      });
      const { complete } = JSON.parse(entry.body) as { complete?: boolean };
      if (unread[0] && complete !== false)
        violated(`the audit says it is complete, and ${unread[0].path} was never read as a whole`);
    };
  },
};
