import type { Instance } from '../../../sandbox/compute/kinds.ts';
import type { Invariant } from '../check.ts';

export const i01: Invariant = {
  name: 'I-01',
  says: 'a disk is never read-write on two VMs',
  watch:
    ({ view, judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'resource' || !entry.path.includes('/instances/')) return;
      const { disks = [], name } = (entry.after ?? {}) as Partial<Instance>;
      for (const { source, mode, boot } of disks) {
        if (boot || mode !== 'READ_WRITE') continue;
        judged();
        const other = view
          .list('instances')
          .find(
            (vm) => vm.name !== name && vm.disks?.some((one) => one.source === source && one.mode === 'READ_WRITE'),
          );
        if (other) violated(`${source} is read-write on ${name} and on ${other.name}`);
      }
    },
};
