import { call } from '../fill-world.ts';
import { diskSourceOf, project } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, chosenNext, type Deed } from './deed.ts';
import { nodeNames } from './nodes.ts';
import { vmsOf } from './vms.ts';

export const diskDeeds = {
  'take a mount label off': (world, pick) => onDisk(world, pick, (name) => takeLabelOff(world, name)),
  'detach a disk by hand': (world, pick) => onDisk(world, pick, (_name, source) => detachByHand(world, source)),
  'attach a disk elsewhere by hand': (world, pick) =>
    onDisk(world, pick, (name, source) => attachByHand(world, { name, source, pick })),
  'turn autoDelete on': (world, pick) => onDisk(world, pick, (_name, source) => turnAutoDelete(world, source)),
  'boot from a disk': (world, pick) => onDisk(world, pick, (_name, source) => makeBootDisk(world, source)),
  'a volume takes a disk': (world, pick) => onDisk(world, pick, (name) => takeByVolume(world, name)),
  'protect a disk': (world, pick) => onDisk(world, pick, (_name, source) => protectDisk(world, source)),
} satisfies Record<string, Deed>;

function onDisk(world: SimulatedWorld, pick: number, act: (name: string, source: string) => unknown): unknown {
  const disk = chosen(world.setup.shape.disks, pick);
  return disk && act(disk.name, diskSourceOf(disk));
}

function takeLabelOff(world: SimulatedWorld, disk: string): void {
  for (const name of nodeNames(world))
    world.kubernetes.store.patch(
      { apiVersion: 'v1', kind: 'Node', name },
      { metadata: { labels: { [`disk.underpin.dev/${disk}`]: null } } },
    );
}

function holderOf({ compute }: SimulatedWorld, source: string) {
  for (const vm of compute.state.list('instances', project)) {
    const disk = vm.disks?.find((one) => one.source.endsWith(source));
    if (disk) return { path: vm.selfLink.slice(vm.selfLink.indexOf('/zones/') + 1), deviceName: disk.deviceName };
  }
  return undefined;
}

function detachByHand(world: SimulatedWorld, source: string): unknown {
  const holder = holderOf(world, source);
  return holder && call(world, `${holder.path}/detachDisk?deviceName=${holder.deviceName}`, {});
}

async function attachByHand(
  world: SimulatedWorld,
  { name, source, pick }: { name: string; source: string; pick: number },
): Promise<void> {
  await detachByHand(world, source);
  await world.clock.sleep(3000);
  const vm = chosenNext(
    vmsOf(world).filter(({ place }) => source.includes(`/${place}/`)),
    pick,
  );
  if (vm)
    await call(world, `${vm.place}/instances/${vm.name}/attachDisk`, { source, deviceName: name, autoDelete: false });
}

function turnAutoDelete(world: SimulatedWorld, source: string): unknown {
  const holder = holderOf(world, source);
  return holder && call(world, `${holder.path}/setDiskAutoDelete?deviceName=${holder.deviceName}&autoDelete=true`, {});
}

function makeBootDisk(world: SimulatedWorld, source: string): void {
  const holder = holderOf(world, source);
  if (!holder) return;
  world.compute.state.edit('instances', `projects/${project}/${holder.path}`, (vm) => ({
    ...vm,
    disks: (vm.disks ?? []).map((disk) => (disk.source.endsWith(source) ? { ...disk, boot: true } : disk)),
  }));
}

function takeByVolume({ kubernetes }: SimulatedWorld, name: string): void {
  kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pv-${name}` },
    spec: { capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], gcePersistentDisk: { pdName: name } },
  });
}

function protectDisk({ compute }: SimulatedWorld, source: string): void {
  if (compute.state.read('disks', source))
    compute.state.edit('disks', source, (disk) => ({
      ...disk,
      labels: { ...disk.labels, 'underpin-protect': 'true' },
    }));
}
