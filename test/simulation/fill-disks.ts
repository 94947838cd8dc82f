import { blankContent, contentOf } from '../../sandbox/kubernetes/simulated/disk-content.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { askCompute } from './ask-compute.ts';
import { type DiskShape, diskSourceOf, project, region } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const sources = {
  sourceSnapshot: `projects/${project}/global/snapshots/before`,
  sourceImage: 'projects/debian-cloud/global/images/family/debian-12',
  sourceDisk: `projects/${project}/zones/us-central1-a/disks/before`,
  sourceInstantSnapshot: `projects/${project}/zones/us-central1-a/instantSnapshots/before`,
  sourceStorageObject: 'gs://images/before.tar.gz',
};

export async function makeDisk(world: SimulatedWorld, disk: DiskShape): Promise<void> {
  if (disk.begins === 'absent') return;
  const { name, zone, otherZone, content, isProtected, isNew, origin = 'sourceSnapshot', owner } = disk;
  const labels = {
    ...(isProtected && { 'underpin-protect': 'true' }),
    ...(owner === 'label' && { 'goog-k8s-cluster-name': 'home' }),
  };
  const description = owner === 'description' ? '{"kubernetes.io/created-for/pv/name":"pvc-1"}' : '';
  const made = isNew ? {} : { [origin]: sources[origin] };
  const replicaZones = [zone, otherZone].map((one) => `projects/${project}/zones/${one}`);
  const [place, replicas] = otherZone ? [`regions/${region}`, { replicaZones }] : [`zones/${zone}`, {}];
  await askCompute(world, `POST ${place}/disks`, { name, sizeGb: '10', labels, description, ...made, ...replicas });
  world.kubernetes.nodes.disks.set(diskSourceOf(disk), contentFor(content));
  if (owner === 'PersistentVolume') world.kubernetes.store.put(volume(disk));
}

function contentFor(content: DiskShape['content']) {
  if (content === 'blank') return blankContent();
  if (content === 'data')
    return contentOf('ext4', { filesystemBytes: 10 * 2 ** 30, files: new Map([['level.dat', 'a castle']]) });
  return content === 'gpt' ? contentOf('gpt') : contentOf('', { kind: 'unknown', uuid: null });
}

function volume({ name, otherZone }: DiskShape): JsonObject {
  // As people write it for a disk that was there before, the place is left out.
  const place = otherZone ? `projects/${project}/regions/${region}` : 'projects/UNSPECIFIED/zones/UNSPECIFIED';
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pv-${name}` },
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce'],
      csi: { driver: 'pd.csi.storage.gke.io', volumeHandle: `${place}/disks/${name}` },
    },
  };
}

export async function placeDisk(world: SimulatedWorld, disk: DiskShape): Promise<void> {
  const vm = homeOf(world, disk);
  if (!vm || (disk.begins !== 'mounted' && disk.begins !== 'attached')) return;
  const { name, autoDelete, isReadOnly } = disk;
  const body = {
    source: diskSourceOf(disk),
    deviceName: name,
    autoDelete,
    mode: isReadOnly ? 'READ_ONLY' : 'READ_WRITE',
  };
  await askCompute(world, `POST zones/${disk.zone}/instances/${vm.name}/attachDisk`, body);
}

/** The API lets two write to a disk that was made for that; its attachment is like the first one's. */
export function shareDisk(world: SimulatedWorld, disk: DiskShape): void {
  const { state } = world.compute;
  const [first, other] = [homeOf(world, disk), homeOf(world, { ...disk, heldBy: disk.alsoOn })];
  const attached = first?.disks?.filter(({ source }) => source.endsWith(diskSourceOf(disk))) ?? [];
  if (!disk.alsoOn || !other) return;
  const path = other.selfLink.slice(other.selfLink.indexOf('projects/'));
  state.edit('instances', path, (vm) => ({ ...vm, disks: [...(vm.disks ?? []), ...attached] }));
  state.edit('disks', diskSourceOf(disk), (one) => ({ ...one, users: [...(one.users ?? []), other.selfLink] }));
}

/** The first VM of its group, or of the one that holds it in the beginning, in its zone. */
function homeOf(
  { compute }: SimulatedWorld,
  { group, heldBy = group, zone }: Pick<DiskShape, 'group' | 'zone'> & { heldBy?: string | undefined },
) {
  return compute.state
    .list('instances', project)
    .find(({ name, selfLink }) => name.startsWith(`${heldBy}-`) && selfLink.includes(`/${zone}/`));
}

/** As the run before this story left it: mounted, recorded, labelled. */
export function mountByHand(world: SimulatedWorld, disk: DiskShape): void {
  const vm = homeOf(world, disk);
  if (!vm) return;
  const { nodes, store } = world.kubernetes;
  const machine = nodes.machine(vm.name);
  const block = machine.find(disk.name);
  const node = { apiVersion: 'v1', kind: 'Node', name: vm.name };
  const path = disk.mountedAt ?? `/mnt/${disk.name}`;
  if (!block || !store.get(node)) return;
  machine.mounts.push({
    path,
    device: block.device,
    fstype: 'ext4',
    options: disk.isReadOnly ? 'ro,relatime' : 'rw,relatime',
  });
  machine.lockedPaths.add(path);
  const mountedAt = new Date(world.clock.now() - 60_000).toISOString();
  const { lastAttachTimestamp } = world.compute.state.read('disks', diskSourceOf(disk)) ?? {};
  const attachedAt = disk.isReadOnly ? null : (lastAttachTimestamp ?? null);
  const record = { uuid: block.content.uuid ?? '', bootID: machine.bootID, path, mountedAt, attachedAt };
  const key = `disk.underpin.dev/${disk.name}`;
  store.patch(node, { metadata: { labels: { [key]: 'mounted' }, annotations: { [key]: JSON.stringify(record) } } });
}
