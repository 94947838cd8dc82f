import type { Invariant } from '../check.ts';
import { readsOf } from './reads.ts';
import { bodyOf, computeWrite, nameIn, ownerPath, pathIn, queryOf } from './writes.ts';

export const i26: Invariant = {
  name: 'I-26',
  says: 'what is marked underpin.dev/protect, or is somebody else’s, is left alone',
  watch:
    ({ shape, view, judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call) return;
      judged();
      const pool = call.path.includes('/targetPools/')
        ? shape.pools.find(({ name }) => name === nameIn(ownerPath(call)))
        : undefined;
      if (pool?.isForeign) violated(`${call.path}: the pool is the cloud controller's`);
      if (!/\/(attachDisk|detachDisk|setDiskAutoDelete)$/.test(call.path)) return;
      const { source } = bodyOf(call);
      const name = typeof source === 'string' ? nameIn(source) : (queryOf(call, 'deviceName') ?? '');
      const disk = shape.disks.find((one) => one.name === name);
      const path =
        typeof source === 'string' ? pathIn(source) : `projects/my-project/zones/${disk?.zone}/disks/${name}`;
      const [first] = readsOf(view, call, path);
      const seen = (first && view.servedPosition(first)) ?? view.position;
      const isMarked = (position: number) =>
        'underpin-protect' in (view.resource('disks', path, position)?.labels ?? {});
      if (isMarked(seen) && isMarked(view.position)) violated(`${call.path}: disk ${name} is protected`);
      const isOwned = (position: number) => view.object('/persistentvolumes', `pv-${name}`, position) !== undefined;
      if (isOwned(seen) && isOwned(view.position)) violated(`${call.path}: disk ${name} belongs to a PersistentVolume`);
    },
};
