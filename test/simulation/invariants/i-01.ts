import type { Instance } from '../../../sandbox/compute/kinds.ts';
import type { ObjectMeta } from '../../../sandbox/kubernetes/object.ts';
import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { diskSourceOf } from '../shape.ts';
import { wasReadAs } from './reads.ts';
import { bodyOf, computeWrite, nameIn, ownerPath, pathIn } from './writes.ts';

export const i01 = invariant({
  name: 'I-01',
  says: 'a disk is never read-write on two VMs, nor asked for or mounted where another is seen to have it',
  on: ['sent', 'resource'],
  watch: (watching) => (entry) => {
    const call = computeWrite(entry);
    if (call?.path.endsWith('/attachDisk')) judgeWish(watching, call);
    if (entry.kind === 'sent' && entry.call.path.endsWith('/jobs')) judgeMount(watching, entry.call);
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
  const isFree = wasReadAs(view, call, source, (position) => {
    const users = view.resource('disks', source, position)?.users ?? [];
    return !users.some((user) => !user.endsWith(`/${nameIn(ownerPath(call))}`));
  });
  if (!isFree && bodyOf(call).mode !== 'READ_ONLY') violated(`${call.path} asks for ${source}, which another VM has`);
}

/** Compute Engine lets several write to some disks, and their file system is for one. */
function judgeMount({ shape, view, judged, violated }: Watching, call: SentCall): void {
  const { metadata } = bodyOf(call) as { metadata?: Pick<ObjectMeta, 'labels' | 'annotations'> };
  const { 'underpin.dev/disk': disk = '', 'underpin.dev/verb': verb } = metadata?.labels ?? {};
  const node = metadata?.annotations?.['underpin.dev/node'];
  const declared = shape.disks.find(({ name }) => name === disk);
  if (verb !== 'mount' || !declared || declared.isReadOnly) return;
  judged();
  const looks = view.runOf(call)?.calls.flatMap((one) => view.servedPosition(one) ?? []) ?? [];
  const writes = ({ name, status, disks }: Instance) =>
    name !== node &&
    status !== 'TERMINATED' &&
    disks?.some(({ source, mode }) => pathIn(source) === diskSourceOf(declared) && mode === 'READ_WRITE');
  const others = [...looks, view.position].map((at) => view.list('instances', at).find(writes));
  if (others.every((one) => one !== undefined))
    violated(`${disk} is to be mounted on ${node}, and ${others[0]?.name} writes to it`);
}

function judgeVm({ shape, view, judged, violated }: Watching, { disks = [], name }: Partial<Instance>): void {
  for (const { source, mode, boot } of disks) {
    if (boot || mode !== 'READ_WRITE' || shape.disks.some((one) => one.alsoOn && nameIn(source) === one.name)) continue;
    judged();
    const other = view
      .list('instances')
      .find((vm) => vm.name !== name && vm.disks?.some((one) => one.source === source && one.mode === 'READ_WRITE'));
    if (other) violated(`${source} is read-write on ${name} and on ${other.name}`);
  }
}
