import { blankContent, contentOf } from '../../../sandbox/kubernetes/simulated/disk-content.ts';
import { askCompute } from '../ask-compute.ts';
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

const anotherUuid = 'aaaaaaaa-7f4e-4f0e-9d5c-0c1f2b3a4d5e';

/** What nobody would expect of the node that has a disk. */
export const holderDeeds = {
  'take the node of a disk out of the cluster': (world, pick) =>
    onDisk(world, pick, (_name, source) => {
      const name = holderOf(world, source)?.path.replace(/.*\//, '');
      if (name) world.kubernetes.store.remove({ apiVersion: 'v1', kind: 'Node', name });
    }),
  'a process keeps a disk open': (world, pick) =>
    onDisk(world, pick, (name, source) => {
      const vm = holderOf(world, source)?.path.replace(/.*\//, '');
      if (vm) world.kubernetes.nodes.machine(vm).users.set(`/mnt/${name}`, 'process 4711 (tar)');
    }),
  'two disks change their device names': (world, pick) =>
    onDisk(world, pick, (name, source) => changeDeviceNames(world, { name, source })),
  'take a disk out and bring it back': (world, pick) =>
    onDisk(world, pick, (name, source) => takeOutAndBack(world, { name, source })),
} satisfies Record<string, Deed>;

/** What befalls a disk that others have to do with, too. */
export const diskMishaps = {
  'use a disk for a while by hand': (world, pick) =>
    onDisk(world, pick, (name, source) => useByHand(world, { name, source, pick })),
  'make a disk anew': (world, pick) => onDisk(world, pick, (_name, source) => makeAnew(world, source)),
  'another disk takes the device name': (world, pick) =>
    onDisk(world, pick, (name, source) => takeDeviceName(world, { name, source, pick })),
  'another zone has a disk of the name': (world, pick) =>
    onDisk(world, pick, (name, source) => makeNamesake(world, { name, source })),
  'resize a disk': (world, pick) =>
    onDisk(world, pick, (_name, source) =>
      askCompute(world, `POST ${source.slice(source.indexOf('/zones/') + 1)}/resize`, { sizeGb: '20' }),
    ),
  'make a filesystem anew': (world, pick) =>
    onDisk(world, pick, (_name, source) =>
      world.kubernetes.nodes.disks.set(source, contentOf('ext4', { filesystemBytes: 10 * 2 ** 30, uuid: anotherUuid })),
    ),
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

/** Empty, under the same name; nobody can while a VM has it. */
async function makeAnew(world: SimulatedWorld, source: string): Promise<void> {
  const path = source.slice(source.indexOf('/zones/') + 1);
  await askCompute(world, `DELETE ${path}`);
  await world.clock.sleep(2000);
  const [, place = '', name = ''] = /^(.*\/disks)\/(.*)$/.exec(path) ?? [];
  await askCompute(world, `POST ${place}`, { name, sizeGb: '10' });
  world.kubernetes.nodes.disks.set(source, blankContent());
}

async function takeDeviceName(
  world: SimulatedWorld,
  { name, source, pick }: { name: string; source: string; pick: number },
): Promise<void> {
  const place = source.slice(source.indexOf('/zones/') + 1).replace(/\/disks\/.*/, '');
  if (world.compute.state.read('disks', `projects/${project}/${place}/disks/another`)) return;
  await askCompute(world, `POST ${place}/disks`, { name: 'another', sizeGb: '10' });
  await world.clock.sleep(2000);
  const vm = chosen(
    vmsOf(world).filter((one) => one.place === place),
    pick,
  );
  const another = { source: source.replace(/[^/]+$/, 'another'), deviceName: name, autoDelete: false };
  if (vm) await askCompute(world, `POST ${place}/instances/${vm.name}/attachDisk`, another);
}

/** With a filesystem of its own, on a VM of its zone. */
async function makeNamesake(world: SimulatedWorld, { name, source }: { name: string; source: string }): Promise<void> {
  const vm = vmsOf(world).find(({ place }) => !source.includes(`/${place}/`));
  if (!vm) return;
  await askCompute(world, `POST ${vm.place}/disks`, { name, sizeGb: '10' });
  await world.clock.sleep(2000);
  const namesake = `projects/${project}/${vm.place}/disks/${name}`;
  world.kubernetes.nodes.disks.set(namesake, contentOf('ext4', { filesystemBytes: 10 * 2 ** 30, uuid: anotherUuid }));
  await askCompute(world, `POST ${vm.place}/instances/${vm.name}/attachDisk`, {
    source: namesake,
    deviceName: name,
    autoDelete: false,
  });
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
  return holder && askCompute(world, `POST ${holder.path}/detachDisk?deviceName=${holder.deviceName}`);
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
    await askCompute(world, `POST ${vm.place}/instances/${vm.name}/attachDisk`, {
      source,
      deviceName: name,
      autoDelete: false,
    });
}

async function useByHand(world: SimulatedWorld, use: { name: string; source: string; pick: number }): Promise<void> {
  await attachByHand(world, use);
  await world.clock.sleep(3000);
  await detachByHand(world, use.source);
}

/** Unmounted as is proper, and mounted no more. */
async function takeOutAndBack(world: SimulatedWorld, { name, source }: { name: string; source: string }) {
  const holder = holderOf(world, source);
  if (!holder) return;
  const machine = world.kubernetes.nodes.machine(holder.path.replace(/.*\//, ''));
  machine.mounts = machine.mounts.filter(({ device }) => device.source !== source);
  await detachByHand(world, source);
  await world.clock.sleep(3000);
  await askCompute(world, `POST ${holder.path}/attachDisk`, { source, deviceName: name, autoDelete: false });
}

/** Under the name that the disk had there is another one by then. */
async function changeDeviceNames(world: SimulatedWorld, { name, source }: { name: string; source: string }) {
  const holder = holderOf(world, source);
  if (!holder) return;
  const place = holder.path.replace(/\/instances\/.*/, '');
  const another = source.replace(/[^/]+$/, 'another');
  await askCompute(world, `POST ${place}/disks`, { name: 'another', sizeGb: '10' });
  await detachByHand(world, source);
  await world.clock.sleep(3000);
  for (const [disk, deviceName] of [
    [source, `${name}-of-old`],
    [another, name],
  ] as const)
    await askCompute(world, `POST ${holder.path}/attachDisk`, { source: disk, deviceName, autoDelete: false });
}

function turnAutoDelete(world: SimulatedWorld, source: string): unknown {
  const holder = holderOf(world, source);
  return (
    holder && askCompute(world, `POST ${holder.path}/setDiskAutoDelete?deviceName=${holder.deviceName}&autoDelete=true`)
  );
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
