import type { Invariant } from '../check.ts';
import { bodyOf, computeWrite, nameIn, ownerPath, queryOf } from './writes.ts';

export const i03: Invariant = {
  name: 'I-03',
  says: 'never a boot disk, and never one that is not declared',
  watch:
    ({ shape, view, judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call || !/\/(attachDisk|detachDisk|setDiskAutoDelete)$/.test(call.path)) return;
      judged();
      const { source } = bodyOf(call);
      const name = typeof source === 'string' ? nameIn(source) : (queryOf(call, 'deviceName') ?? '');
      const attached = view
        .resource('instances', ownerPath(call))
        ?.disks?.find(({ deviceName }) => deviceName === name);
      if (attached?.boot) violated(`${call.path} is about the boot disk ${name}`);
      const disk = attached ? nameIn(attached.source) : name;
      if (!shape.disks.some((one) => one.isDeclared && one.name === disk))
        violated(`${call.path} is about ${disk}, which nobody declared`);
    },
};
