import type { Invariant } from '../check.ts';
import type { Intent } from '../view.ts';
import { wasReadAs } from './reads.ts';
import { computeWrite, membersIn, ownerPath } from './writes.ts';

interface Identity {
  reference: { name: string };
  id: string | null;
}

export const i09: Invariant = {
  name: 'I-09',
  says: 'what was planned for a VM is never done to another of the same name',
  watch:
    ({ view, judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call || !/\/(attachDisk|detachDisk|setDiskAutoDelete|addInstance|removeInstance)$/.test(call.path)) return;
      judged();
      const isOnPool = call.path.includes('/targetPools/');
      const paths = isOnPool ? membersIn(call) : [ownerPath(call)];
      const planned = identitiesIn(view.runOf(call)?.openIntents ?? [], call.path);
      for (const path of paths) {
        const wanted = planned.filter(({ reference }) => path.endsWith(`/${reference.name}`));
        const isWanted = wasReadAs(view, call, path, (position) => {
          const id = view.resource('instances', path, position)?.id ?? null;
          return wanted.some((one) => one.id === id);
        });
        const id = view.resource('instances', path)?.id ?? 'none';
        if (!isWanted)
          violated(
            `${call.path}: ${path} has the id ${id}, planned for was ${wanted.map((one) => one.id).join(', ') || 'no such VM'}`,
          );
      }
    },
};

function identitiesIn(intents: Intent[], path: string): Identity[] {
  return intents.flatMap(({ kind, action, target }) => {
    const { instance, instances } = action as unknown as { instance?: Identity; instances?: Identity[] };
    if (instances)
      return path.includes(`/${target.split('/').at(-1)}/`) &&
        path.endsWith(kind.startsWith('add') ? 'addInstance' : 'removeInstance')
        ? instances
        : [];
    return instance ? [instance] : [];
  });
}
