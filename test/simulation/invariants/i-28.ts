import type { SentCall } from '../history.ts';
import { invariant } from '../invariant.ts';
import type { View } from '../view.ts';
import { readsOf } from './reads.ts';
import { bodyOf, nameIn, ownerPath, queryOf } from './writes.ts';

export const i28 = invariant({
  name: 'I-28',
  says: 'after an unknown outcome the same request goes again with its requestId, or a look comes first',
  on: ['sent', 'served', 'answered'],
  watch: ({ view, judged, violated }) => {
    const unknown = new Map<string, SentCall>();
    return (entry) => {
      if (entry.kind === 'sent' && entry.call.mutates) {
        const { call } = entry;
        if (takesJobAtWork(view, call))
          violated(`${call.path} is taken away while it is at work, and nobody will know what came of it`);
        if (call.api === 'compute' && !call.requestId) violated(`${call.method} ${call.path} has no requestId (P-16)`);
        const before = unknown.get(keyOf(call));
        if (before && before.incarnation === call.incarnation) {
          judged();
          const isSame = call.requestId !== null && before.requestId === call.requestId;
          if (!isSame && !hasLooked(view, before, call))
            violated(`${call.method} ${call.path} goes again with another requestId or none, and nobody has looked`);
        }
        unknown.delete(keyOf(call));
      }
      if (entry.kind !== 'answered' && entry.kind !== 'served') return;
      const { call: done } = entry;
      if (done.mutates && (done.status === null || done.status >= 500)) unknown.set(keyOf(done), done);
    };
  },
});

function takesJobAtWork(view: View, call: SentCall): boolean {
  if (call.method !== 'DELETE' || !call.path.includes('/jobs/')) return false;
  const job = view.object('batch/jobs', `underpin-mounts/${nameIn(call.path)}`);
  const { preconditions } = bodyOf(call) as { preconditions?: { uid?: string } };
  if (!job || (preconditions?.uid ?? job.metadata.uid) !== job.metadata.uid) return false;
  const { conditions = [] } = (job.status ?? {}) as { conditions?: { type: string; status: string }[] };
  return !conditions.some(({ type, status }) => /^(Complete|Failed)$/.test(type) && status === 'True');
}

/** In Kubernetes a run of its own has looked by itself. Another disk for the same VM, or node, is another request. */
function keyOf(call: SentCall): string {
  const { api, worker, trigger, run, method, path } = call;
  const source = path.endsWith('/attachDisk') ? bodyOf(call).source : queryOf(call, 'deviceName');
  const patch = method === 'PATCH' ? call.body : '';
  const what = api === 'compute' ? `${path} ${source ?? ''}` : `${run} ${objectPath(call)} ${patch}`;
  return `${worker} ${trigger} ${method} ${what}`;
}

function hasLooked(view: View, before: SentCall, call: SentCall): boolean {
  const looks =
    call.api === 'compute'
      ? readsOf(view, call, ownerPath(call))
      : (view.runOf(call)?.calls.filter(({ method, path }) => method === 'GET' && objectPath(call).startsWith(path)) ??
        []);
  return looks.some(({ sentAt }) => sentAt >= before.sentAt);
}

/** What is created is looked for under its name. */
function objectPath({ method, path, body }: SentCall): string {
  const { metadata } = method === 'POST' ? (JSON.parse(body ?? '{}') as { metadata?: { name?: string } }) : {};
  return metadata?.name ? `${path}/${metadata.name}` : path;
}
