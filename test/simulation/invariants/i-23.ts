import type { InstanceIdentity } from '../../../shared/model/action.ts';
import { referencePath } from '../../../shared/model/reference.ts';
import type { SentCall } from '../history.ts';
import { invariant } from '../invariant.ts';
import type { RunView, View } from '../view.ts';
import { HourBook } from './hour-book.ts';
import { isRepeat } from './reads.ts';
import { bodyOf, nameIn, ownerPath, queryOf } from './writes.ts';

const hourMilliseconds = 3_600_000;
const mostTimes = 3;

export const i23 = invariant({
  name: 'I-23',
  says: 'the same is done to the same thing at most three times an hour, and no more in all than the hour allows',
  on: ['sent', 'line', 'object'],
  watch: ({ shape, view, judged, violated }) => {
    const times = new Map<string, { at: number; id: string }[]>();
    const book = new HourBook();
    return (entry) => {
      if (entry.kind === 'object') {
        book.note(entry, view.position);
        const lost = book.lostBy(entry, shape.clusterSkew ?? 0);
        if (lost) violated(`${entry.by} takes ${lost} out of the book of the hour, which another has written`);
        return;
      }
      if (entry.kind === 'line' && entry.line.message === 'intent') {
        const begun = view.runs.get(String(entry.line.run))?.intents.length ?? 0;
        const most = shape.limits.mutationsPerPass ?? 100;
        if (begun > most) violated(`${begun} steps in one pass, allowed are ${most}`);
      }
      if (entry.kind !== 'sent' || !entry.call.mutates) return;
      const { call } = entry;
      const isJob = call.method === 'POST' && call.path.endsWith('/jobs');
      const isCompute = call.api === 'compute';
      const pod = restartedBy(view, call);
      if ((!isJob && !isCompute && !pod) || isRepeat(view, call)) return;
      judged();
      const run = view.runOf(call);
      const [first] = run?.calls ?? [];
      if (book.writtenAt(call.worker) < ((first && view.servedPosition(first)) ?? 0))
        violated(`${call.method} ${call.path}, and nothing of its run is in the book of the hour`);
      const keys = pod
        ? [pod]
        : isJob
          ? [keyOfJob(call, (name) => meantBy(run, name) ?? view.list('instances').find((vm) => vm.name === name)?.id)]
          : keysOf(call, (path) => meantBy(run, path) ?? view.resource('instances', path)?.id);
      for (const key of keys) {
        // A batch that fails is sent again, member by member: that is one time (P-11).
        const id = String(call.run);
        const recent = (times.get(key) ?? []).filter(({ at }) => entry.at - at < hourMilliseconds - 60_000);
        if (!recent.some((one) => one.id === id)) recent.push({ at: entry.at, id });
        times.set(key, recent);
        if (recent.length > mostTimes) violated(`${key}: ${recent.length} times within the hour`);
      }
      const recent = [...times.values()].flat().filter(({ at }) => entry.at - at < hourMilliseconds - 60_000);
      const most = shape.limits.mutationsPerHour ?? 500;
      if (recent.length > most) violated(`${recent.length} changes within the hour, allowed are ${most}`);
    };
  },
});

/** The VM of the plan, whoever has its name by now: between the two a step reads, waits, or goes member by member. */
function meantBy(run: RunView | undefined, pathOrName: string): string | undefined {
  const meant = run?.openIntents.flatMap(({ action }) => {
    const { instances = [], instance } = action as { instances?: InstanceIdentity[]; instance?: InstanceIdentity };
    return instance ? [instance] : instances;
  });
  const isMeant = ({ reference }: InstanceIdentity) =>
    reference.name === pathOrName || pathOrName.endsWith(referencePath(reference));
  return meant?.find(isMeant)?.id ?? undefined;
}

/** A VM that came under the name of another is another (P-14). */
function keyOfJob(call: SentCall, idOf: (name: string) => string | undefined): string {
  const { name, annotations } = bodyOf(call).metadata as { name: string; annotations?: Record<string, string> };
  return `job ${nameIn(name)} ${call.body?.includes('"unmount"')} ${idOf(annotations?.['underpin.dev/node'] ?? '')}`;
}

/** The next pod of the same controller is called otherwise, and is the same thing again. */
function restartedBy(view: View, { method, path }: SentCall): string | null {
  const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)$/.exec(path) ?? [];
  if (!name || method !== 'DELETE') return null;
  const [owner] = view.object('/pods', `${namespace}/${name}`)?.metadata.ownerReferences ?? [];
  return `pod of ${owner?.uid ?? name}`;
}

function keysOf(call: SentCall, idOf: (path: string) => string | undefined): string[] {
  const { instances } = bodyOf(call) as { instances?: { instance: string }[] };
  if (instances && /Instance$/.test(call.path))
    return instances.map(({ instance }) => `${call.path} ${nameIn(instance)} ${idOf(instance)}`);
  const { deviceName = queryOf(call, 'deviceName') ?? '' } = bodyOf(call) as { deviceName?: string };
  return [`${call.method} ${call.path} ${idOf(ownerPath(call)) ?? ''} ${deviceName}`];
}
