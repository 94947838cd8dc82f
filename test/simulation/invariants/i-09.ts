import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { Intent } from '../view.ts';
import { readsOf, wasOnceReadAs, wasReadAs } from './reads.ts';
import { bodyOf, computeWrite, membersIn, ownerPath, pathIn } from './writes.ts';

interface Identity {
  reference: { name: string };
  id: string | null;
}

interface PlannedVm {
  reference: { project: string; location: string; name: string };
  id: string;
}

export const i09 = invariant({
  name: 'I-09',
  says: 'what was planned for a VM is never done to another of the same name',
  on: ['sent'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    return (entry) => {
      if (entry.kind === 'sent' && entry.call.api === 'kubernetes') {
        judgeUid(watching, entry.call);
        judgeJob(watching, entry.call);
      }
      const call = computeWrite(entry);
      if (
        !call ||
        !/\/(attachDisk|detachDisk|setDiskAutoDelete|addInstance|removeInstance|targetPools)$/.test(call.path)
      )
        return;
      judged();
      if (call.path.endsWith('/attachDisk')) judgeDisk(watching, call);
      const isOnPool = call.path.includes('/targetPools');
      const paths = isOnPool ? membersIn(call) : [ownerPath(call)];
      const planned = identitiesIn(view.runOf(call)?.openIntents ?? [], call.path);
      for (const path of paths) {
        const wanted = planned.filter(({ reference }) => path.endsWith(`/${reference.name}`));
        const wasSeen = isOnPool ? wasReadAs : wasOnceReadAs;
        const isWanted = wasSeen(view, call, path, (position) => {
          const id = view.resource('instances', path, position)?.id ?? null;
          return wanted.some((one) => one.id === id);
        });
        const id = view.resource('instances', path)?.id ?? 'none';
        if (!isWanted)
          violated(
            `${call.path}: ${path} has the id ${id}, planned for was ${wanted.map((one) => one.id).join(', ') || 'no such VM'}`,
          );
      }
    };
  },
});

/** A disk that was made anew under its name holds other data. */
function judgeDisk({ view, violated }: Watching, call: SentCall): void {
  const source = pathIn(String(bodyOf(call).source));
  const planned = (view.runOf(call)?.openIntents ?? []).flatMap(({ action }) => String(action.diskId ?? '') || []);
  const isPlanned = wasReadAs(view, call, source, (position) =>
    planned.includes(String(view.resource('disks', source, position)?.id)),
  );
  if (!isPlanned) violated(`${call.path}: ${source} is not the disk it was planned for`);
}

/** A Job goes to a node by its name: to another VM than the planned only if that was there when the step looked. */
function judgeJob({ view, judged, violated }: Watching, call: SentCall): void {
  if (call.method !== 'POST' || !call.path.endsWith('/jobs')) return;
  const { metadata } = bodyOf(call) as { metadata?: { annotations?: Record<string, string> } };
  const node = metadata?.annotations?.['underpin.dev/node'];
  for (const { action, position } of view.runOf(call)?.openIntents ?? []) {
    const { mount, instance } = action as unknown as { mount?: { node: string }; instance?: PlannedVm };
    if (!instance || mount?.node !== node) continue;
    judged();
    const { project, location, name } = instance.reference;
    const path = `projects/${project}/zones/${location}/instances/${name}`;
    const looks = readsOf(view, call, path).flatMap((one) => view.servedPosition(one) ?? []);
    const isPlanned = (at: number) => view.resource('instances', path, at)?.id === instance.id;
    if (!isPlanned(view.position) && !looks.some((at) => at > position && isPlanned(at)))
      violated(`a Job is sent to ${node}, and nobody has seen since that it is the VM ${instance.id} of the plan`);
  }
}

/** Nodes, pods, Jobs and objects come again under their names, too: the server holds back who says which one is meant. */
function judgeUid({ view, judged, violated }: Watching, call: SentCall): void {
  const isNode = call.method === 'PATCH' && /\/nodes\/[^/]+$/.test(call.path);
  const isRemoval = call.method === 'DELETE';
  if (!isNode && !isRemoval) return;
  judged();
  const { metadata, preconditions } = bodyOf(call) as { [part: string]: { uid?: string } | undefined };
  const uid = (isNode ? metadata : preconditions)?.uid;
  if (!uid) violated(`${call.method} ${call.path} names no uid`);
  const isPlanned = view.runOf(call)?.openIntents.some(({ action }) => action.uid === uid);
  if (isRemoval && /\/pods\/[^/]+$/.test(call.path) && !isPlanned)
    violated(`${call.method} ${call.path} is of ${uid}, and no step is for that pod`);
}

interface Meant {
  instance?: Identity;
  instances?: Identity[];
  /** Of a pool that is created. */
  members?: Identity[];
}

function identitiesIn(intents: Intent[], path: string): Identity[] {
  return intents.flatMap(({ kind, action, target }) => {
    const { instance, instances, members } = action as unknown as Meant;
    if (members) return path.endsWith('/targetPools') ? members : [];
    if (instances)
      return path.includes(`/${target.split('/').at(-1)}/`) &&
        path.endsWith(kind.startsWith('add') ? 'addInstance' : 'removeInstance')
        ? instances
        : [];
    return instance ? [instance] : [];
  });
}
