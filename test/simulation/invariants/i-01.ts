import type { Instance } from '../../../sandbox/compute/kinds.ts';
import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { wasReadAs } from './reads.ts';
import { bodyOf, computeWrite, nameIn, ownerPath, pathIn } from './writes.ts';

export const i01 = invariant({
  name: 'I-01',
  says: 'a disk is never read-write on two VMs, nor asked for where another is seen to have it',
  on: ['sent', 'resource'],
  watch: (watching) => (entry) => {
    const call = computeWrite(entry);
    if (call?.path.endsWith('/attachDisk')) judgeWish(watching, call);
    if (entry.kind === 'resource' && entry.path.includes('/instances/')) judgeVm(watching, entry.after ?? {});
  },
});

/** The API refuses most of it; who relies on that has one layer less. */
function judgeWish({ shape, view, judged, violated }: Watching, call: SentCall): void {
  judged();
  const source = pathIn(String(bodyOf(call).source));
  const isReadOnly = shape.disks.some(({ name, isReadOnly }) => name === nameIn(source) && isReadOnly);
  if (isReadOnly && bodyOf(call).mode !== 'READ_ONLY')
    violated(`${call.path} asks for ${bodyOf(call).mode}, and ${source} is declared READ_ONLY`);
  const isFree = wasReadAs(view, call, ownerPath(call), (position) => {
    const users = view.resource('disks', source, position)?.users ?? [];
    return !users.some((user) => !user.endsWith(`/${nameIn(ownerPath(call))}`));
  });
  if (!isFree && bodyOf(call).mode !== 'READ_ONLY') violated(`${call.path} asks for ${source}, which another VM has`);
}

function judgeVm({ view, judged, violated }: Watching, { disks = [], name }: Partial<Instance>): void {
  for (const { source, mode, boot } of disks) {
    if (boot || mode !== 'READ_WRITE') continue;
    judged();
    const other = view
      .list('instances')
      .find((vm) => vm.name !== name && vm.disks?.some((one) => one.source === source && one.mode === 'READ_WRITE'));
    if (other) violated(`${source} is read-write on ${name} and on ${other.name}`);
  }
}
