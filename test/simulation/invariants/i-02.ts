import type { Invariant } from '../check.ts';
import { wasReadAs } from './reads.ts';
import { computeWrite, ownerPath, queryOf } from './writes.ts';

export const i02: Invariant = {
  name: 'I-02',
  says: 'a disk is detached only from a VM that is TERMINATED, or in a repair from one where it is unmounted',
  watch:
    ({ view, judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call?.path.endsWith('/detachDisk')) return;
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
          ({ kind, state, target }) =>
            kind === 'unmount-disk' && state === 'done' && String(target).endsWith(`/${name}`),
        );
      if (!(call.trigger === 'repair' && status === 'RUNNING' && isUnmounted))
        violated(`${name} is detached from ${path}, which is ${status} (${call.trigger})`);
    },
};
