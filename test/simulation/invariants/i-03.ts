import { invariant } from '../invariant.ts';
import { bodyOf, computeWrite, nameIn, ownerPath, queryOf } from './writes.ts';

export const i03 = invariant({
  name: 'I-03',
  says: 'never a boot disk, and never one that is not declared',
  on: ['sent'],
  watch:
    ({ shape, view, judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call || !/\/(attachDisk|detachDisk|setDiskAutoDelete)$/.test(call.path)) return;
      judged();
      const { source } = bodyOf(call);
      const device = queryOf(call, 'deviceName') ?? '';
      // Not by its name: another disk may have been attached under that (D-01).
      const attached = view
        .resource('instances', ownerPath(call))
        ?.disks?.find((one) => (typeof source === 'string' ? one.source.endsWith(source) : one.deviceName === device));
      if (attached?.boot) violated(`${call.path} is about the boot disk ${attached.source}`);
      const disk = typeof source === 'string' ? nameIn(source) : attached ? nameIn(attached.source) : device;
      if (!shape.disks.some((one) => one.isDeclared && one.name === disk))
        violated(`${call.path} is about ${disk}, which nobody declared`);
    },
});
