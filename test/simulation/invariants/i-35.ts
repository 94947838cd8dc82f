import type { SentCall } from '../history.ts';
import { invariant } from '../invariant.ts';
import { bodyOf } from './writes.ts';

const mostAttempts = 3;

export const i35 = invariant({
  name: 'I-35',
  says: 'an audit sends one notice for a cluster, and is answered all the same when it cannot leave',
  on: ['sent', 'asked', 'answer', 'started', 'command'],
  watch: ({ judged, violated }) => {
    /** What each worker has tried to send since somebody asked it. */
    const sent = new Map<string, SentCall[]>();
    /** By worker; what a worker was asked that died is lost. */
    const unanswered = new Map<string, number>();
    return (entry) => {
      if (entry.kind === 'started') unanswered.delete(entry.worker);
      if ((entry.kind === 'asked' || entry.kind === 'answer') && entry.trigger === 'audit')
        unanswered.set(entry.worker, (unanswered.get(entry.worker) ?? 0) + (entry.kind === 'asked' ? 1 : -1));
      if (entry.kind === 'command' && entry.words === 'the end')
        for (const [worker, count] of unanswered)
          if (count > 0) violated(`${worker} has not answered ${count} audits at the end`);
      if (entry.kind === 'asked' && entry.trigger === 'audit') sent.set(entry.worker, []);
      if (entry.kind === 'sent' && isNotice(entry.call)) {
        judged();
        const calls = sent.get(entry.call.worker) ?? [];
        calls.push(entry.call);
        const { messages } = bodyOf(entry.call) as { messages?: unknown[] };
        if (messages?.length !== 1) violated(`${messages?.length} notices leave at once`);
        if (calls.length > mostAttempts) violated(`a notice leaves for the ${calls.length}th time`);
      }
      if (entry.kind !== 'answer' || entry.trigger !== 'audit') return;
      const failed = sent.get(entry.worker)?.find(({ status }) => status !== 200);
      const isBrokenOff = entry.status !== 200 && Object.keys(JSON.parse(entry.body)).join() === 'error';
      if (failed && isBrokenOff) violated(`the audit is answered ${entry.status}, for its notice did not leave`);
    };
  },
});

function isNotice({ path }: SentCall): boolean {
  return path.endsWith(':publish');
}
