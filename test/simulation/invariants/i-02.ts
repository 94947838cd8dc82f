import type { KubernetesObject } from '../../../sandbox/kubernetes/object.ts';
import { objectAt, objectsAt } from '../../../sandbox/kubernetes/object.ts';
import type { EntryOf, SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { isRepeat, sinceIntended, wasReadAs } from './reads.ts';
import { touchedBy } from './touched.ts';
import { computeWrite, ownerPath, queryOf } from './writes.ts';

export const i02 = invariant({
  name: 'I-02',
  says: 'a disk is detached only from a VM that is TERMINATED, or in a repair from one where it is unmounted and out of use',
  on: ['sent', 'operation', 'script'],
  watch: (watching) => {
    const underWay = new Map<string, Operation>();
    return (entry) => {
      if (entry.kind === 'operation') noteOperation(underWay, entry, watching.view.position);
      const call = computeWrite(entry);
      if (call && /\/(attachDisk|detachDisk)$/.test(call.path)) judgePending(watching, call, [...underWay.values()]);
      if (call?.path.endsWith('/detachDisk')) judgeDetach(watching, call);
      if (entry.kind === 'script' && entry.call.verb === 'unmount' && entry.ok) judgeUnmount(watching, entry);
    };
  },
});

interface Operation {
  target: string;
  /** Places in the history between which it is not done. */
  from: number;
  to: number;
}

function noteOperation(
  all: Map<string, Operation>,
  { id, target, isDone }: EntryOf<'operation'>,
  position: number,
): void {
  const { from = position } = all.get(id) ?? {};
  all.set(id, { target, from, to: isDone ? position : Number.POSITIVE_INFINITY });
}

function judgeDetach({ view, judged, violated }: Watching, call: SentCall): void {
  judged();
  const path = ownerPath(call);
  const isOff = wasReadAs(
    view,
    call,
    path,
    (position) => view.resource('instances', path, position)?.status === 'TERMINATED',
  );
  if (isOff) return;
  const status = view.resource('instances', path)?.status ?? 'gone';
  const name = queryOf(call, 'deviceName') ?? '';
  const isUnmounted = view
    .runOf(call)
    ?.outcomes.some(
      ({ kind, state, target }) => kind === 'unmount-disk' && state === 'done' && String(target).endsWith(`/${name}`),
    );
  if (!(call.trigger === 'repair' && status === 'RUNNING' && isUnmounted))
    violated(`${name} is detached from ${path}, which is ${status} (${call.trigger})`);
}

/** D-04: a late detach has ripped out a fresh attachment, so who is about to send one has looked for what is under way. */
function judgePending({ shape, view, judged, violated }: Watching, call: SentCall, operations: Operation[]): void {
  if (isRepeat(view, call)) return;
  const run = view.runOf(call);
  judged();
  // Several disks of a run go their ways side by side: one of these looks was this one's.
  const looks = (run?.calls ?? [])
    .filter(({ path, status }) => /\/operations$/.test(path) && status === 200)
    .filter(sinceIntended(view, run));
  if (looks.length === 0) {
    violated(`${call.path}, and nobody has looked for operations that are under way`);
    return;
  }
  const touched = touchedBy(call, shape, view);
  const pending = looks.map((look) => {
    const at = view.servedPosition(look) ?? view.position;
    if (look.fault === 'F-14') return undefined;
    return operations.find(({ target, from, to }) => touched.includes(target) && from < at && at < to);
  });
  if (pending.every((one) => one !== undefined))
    violated(`${call.path}, though an operation on ${pending[0]?.target} is under way`);
}

function judgeUnmount({ view, judged, violated }: Watching, { node, call }: EntryOf<'script'>): void {
  judged();
  const user = view.objects('/pods').find((pod) => {
    // One that is about to begin, or to end, writes as well.
    const isOver = /^(Succeeded|Failed)$/.test(String(objectAt(pod, 'status').phase));
    const isThere = objectAt(pod, 'spec').nodeName === node && !isOver;
    return isThere && hostPathsOf(pod).some((path) => `${path}/`.startsWith(`${call.path}/`));
  });
  if (user) violated(`${call.disk} is unmounted on ${node}, and pod ${user.metadata.name} uses it`);
}

function hostPathsOf(pod: KubernetesObject): unknown[] {
  return objectsAt(pod, 'spec', 'volumes').map((volume) => objectAt(volume, 'hostPath').path);
}
