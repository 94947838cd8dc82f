import { messageOf } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { call } from './fill-world.ts';
import { clusterName, diskSourceOf, project, region } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** Something that somebody does, or that happens. `pick` chooses among what is there then, so that any list can be cut. */
export interface Command {
  kind: CommandKind;
  pick: number;
  /** Milliseconds after the one before. */
  after: number;
  /** Instead: while a request whose method and path hold this is on its way (F-23). */
  during?: string;
  /** Of those requests, the how-manieth; the first unless said. */
  nth?: number;
}

export type CommandKind = keyof typeof deeds;

type Deed = (world: SimulatedWorld, pick: number) => unknown;

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', name: 'underpin', namespace: 'underpin' };
const exclusionLabel = 'node.kubernetes.io/exclude-from-external-load-balancers';

const deeds = {
  'preempt a VM': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.preempt(path)),
  'delete a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => call(world, `${place}/instances/${name}`, {}, 'DELETE')),
  'replace a VM at once': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.replaceInstance(path)),
  'let a VM vanish': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.vanish(path)),
  'stop a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => call(world, `${place}/instances/${name}/stop`, {})),
  'suspend a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => call(world, `${place}/instances/${name}/suspend`, {})),
  'start a VM': (world, pick) => startVm(world, pick),
  'reboot a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => call(world, `${place}/instances/${name}/reset`, {})),
  'host error': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.hostError(path)),
  'resize a group': resizeGroup,
  'remove a member by hand': (world, pick) =>
    onPool(world, pick, (name, instances) => changeMember(world, name, instances, pick)),
  'add a member by hand': (world, pick) => onPool(world, pick, (name) => addAnyMember(world, name, pick)),
  'silence a node': (world, pick) => onNode(world, pick, (name) => world.kubernetes.nodes && reach(world, name, false)),
  'hear a node again': (world, pick) => onNode(world, pick, (name) => reach(world, name, true)),
  'cordon a node': (world, pick) => patchNode(world, pick, { spec: { unschedulable: true } }),
  'exclude a node': (world, pick) => patchNode(world, pick, { metadata: { labels: { [exclusionLabel]: '' } } }),
  'include a node again': (world, pick) => patchNode(world, pick, { metadata: { labels: { [exclusionLabel]: null } } }),
  'protect a node': (world, pick) =>
    patchNode(world, pick, { metadata: { annotations: { 'underpin.dev/protect': 'true' } } }),
  'mark for the autoscaler': (world, pick) =>
    patchNode(world, pick, {
      spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule', value: '1' }] },
    }),
  'take a mount label off': (world, pick) => onDisk(world, pick, (name) => takeLabelOff(world, name)),
  'detach a disk by hand': (world, pick) => onDisk(world, pick, (_name, source) => detachByHand(world, source)),
  'attach a disk elsewhere by hand': (world, pick) =>
    onDisk(world, pick, (name, source) => attachByHand(world, { name, source, pick })),
  'turn autoDelete on': (world, pick) => onDisk(world, pick, (_name, source) => turnAutoDelete(world, source)),
  'boot from a disk': (world, pick) => onDisk(world, pick, (_name, source) => makeBootDisk(world, source)),
  'a volume takes a disk': (world, pick) => onDisk(world, pick, (name) => takeByVolume(world, name)),
  'protect a disk': (world, pick) => onDisk(world, pick, (_name, source) => protectDisk(world, source)),
  'throw the kill switch': (world) => setSwitch(world, 'off'),
  'release the kill switch': (world) => setSwitch(world, 'on'),
  'break the declaration': (world) => declare(world, { 'cluster.yaml': '{ "kind": "Cluster", "spec": [' }, 'broken'),
  'empty the declaration': (world) => declare(world, { 'cluster.yaml': '' }, 'empty'),
  'lose the declaration': (world) => declare(world, {}, 'absent'),
  'restore the declaration': (world) => declare(world, null, 'whole'),
  'forge an event': (world, pick) => world.post.publish(forgeries[Math.floor(pick * forgeries.length)] ?? ''),
  'send an event': (world) => world.post.publish(anEvent),
  'audit at night': (world, pick) =>
    void someStaff(world, pick)
      .audit()
      .catch(() => undefined),
  'plan a repair': (world, pick) => void planRepair(world, pick),
  'apply the last plan': (world, pick) => void applyRepair(world, pick),
  'plan and apply': (world, pick) => void planRepair(world, pick).then(() => applyRepair(world, pick)),
  'edit the firewall': (world) =>
    call(world, 'global/firewalls/minecraft', { sourceRanges: ['198.51.100.0/25'] }, 'PATCH'),
  'edit the forwarding rule': (world, pick) => retarget(world, pick),
  'a stranger takes the Lease': (world) => takeLease(world),
  'time passes': () => undefined,
} satisfies Record<string, Deed>;

export const commandKinds = Object.keys(deeds) as CommandKind[];

/** What cannot be done is not done: people try such things too. */
export async function perform(world: SimulatedWorld, { kind, pick }: Command): Promise<void> {
  world.history.add({ kind: 'command', words: kind });
  const deed: Deed = deeds[kind];
  try {
    await deed(world, pick);
  } catch (error) {
    world.history.add({ kind: 'command', words: `could not ${kind}: ${messageOf(error)}` });
  }
}

/** The kinds that end what kept Underpin from its work. */
export function makePeace(world: SimulatedWorld): void {
  setSwitch(world, 'on');
  if (world.files['cluster.yaml'] !== world.whole['cluster.yaml']) declare(world, null, 'whole');
  for (const { name } of runningNodes(world)) reach(world, name, true);
}

interface Vm {
  name: string;
  path: string;
  /** `zones/Z`. */
  place: string;
}

function vmsOf({ compute }: SimulatedWorld): Vm[] {
  return compute.state.list('instances', project).map(({ name, selfLink }) => {
    const path = selfLink.slice(selfLink.indexOf('projects/'));
    return { name, path, place: path.split('/').slice(2, 4).join('/') };
  });
}

function onVm(world: SimulatedWorld, pick: number, act: (vm: Vm) => unknown): unknown {
  const vm = chosen(vmsOf(world), pick);
  return vm && act(vm);
}

function startVm(world: SimulatedWorld, pick: number): unknown {
  const stopped = world.compute.state
    .list('instances', project)
    .filter(({ status }) => ['TERMINATED', 'SUSPENDED'].includes(status));
  const vm = chosen(stopped, pick);
  if (!vm) return undefined;
  const path = vm.selfLink.slice(vm.selfLink.indexOf('/zones/') + 1);
  return call(world, `${path}/${vm.status === 'SUSPENDED' ? 'resume' : 'start'}`, {});
}

function resizeGroup(world: SimulatedWorld, pick: number): unknown {
  const group = chosen(world.setup.shape.groups, pick);
  const by = [-2, -1, 1, 2][Math.floor(pick * 97) % 4] ?? 1;
  if (!group) return undefined;
  const path = `zones/${group.zone}/instanceGroupManagers/${group.name}`;
  const { targetSize = 1 } = world.compute.state.read('instanceGroupManagers', `projects/${project}/${path}`) ?? {};
  return call(world, `${path}/resize?size=${Math.max(0, Math.min(6, targetSize + by))}`, {});
}

function onPool(world: SimulatedWorld, pick: number, act: (name: string, instances: string[]) => unknown): unknown {
  const pool = chosen(world.compute.state.list('targetPools', project), pick);
  return pool && act(pool.name, pool.instances ?? []);
}

function changeMember(world: SimulatedWorld, pool: string, instances: string[], pick: number): unknown {
  const instance = chosen(instances, (pick * 31) % 1);
  return instance && call(world, `regions/${region}/targetPools/${pool}/removeInstance`, { instances: [{ instance }] });
}

function addAnyMember(world: SimulatedWorld, pool: string, pick: number): unknown {
  const vm = chosen(vmsOf(world), (pick * 31) % 1);
  return vm && call(world, `regions/${region}/targetPools/${pool}/addInstance`, { instances: [{ instance: vm.path }] });
}

function runningNodes({ kubernetes }: SimulatedWorld): { name: string }[] {
  return kubernetes.store.list({ apiVersion: 'v1', kind: 'Node' }).map(({ metadata }) => ({ name: metadata.name }));
}

function onNode(world: SimulatedWorld, pick: number, act: (name: string) => unknown): unknown {
  const node = chosen(runningNodes(world), pick);
  return node && act(node.name);
}

/** A node whose VM does not run cannot be heard, whatever is wished. */
function reach({ kubernetes, compute }: SimulatedWorld, node: string, isReachable: boolean): void {
  const runs = compute.state
    .list('instances', project)
    .some(({ name, status }) => name === node && status === 'RUNNING');
  if (!runs) return;
  try {
    kubernetes.setReachable(node, isReachable);
  } catch {
    // It has just gone.
  }
}

function patchNode(world: SimulatedWorld, pick: number, patch: JsonObject): unknown {
  return onNode(world, pick, (name) => world.kubernetes.store.patch({ apiVersion: 'v1', kind: 'Node', name }, patch));
}

function onDisk(world: SimulatedWorld, pick: number, act: (name: string, source: string) => unknown): unknown {
  const disk = chosen(world.setup.shape.disks, pick);
  return disk && act(disk.name, diskSourceOf(disk));
}

function takeLabelOff(world: SimulatedWorld, disk: string): void {
  for (const { name } of runningNodes(world))
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
  const vm = chosen(
    vmsOf(world).filter(({ place }) => source.includes(`/${place}/`)),
    (pick * 31) % 1,
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

export function setSwitch({ kubernetes }: SimulatedWorld, mutations: string): void {
  const { name, namespace, ...kind } = configMap;
  kubernetes.store.put({ ...kind, metadata: { name, namespace }, data: { mutations } });
}

function declare(
  world: SimulatedWorld,
  files: Record<string, string> | null,
  state: 'whole' | 'broken' | 'empty' | 'absent',
): void {
  world.files = files ?? world.whole;
  world.history.add({ kind: 'declared', files: world.files, state });
}

function someStaff(world: SimulatedWorld, pick: number) {
  const staff = chosen(world.staff, (pick * 13) % 1);
  if (!staff) throw new Error('there is no worker');
  return staff;
}

async function planRepair(world: SimulatedWorld, pick: number): Promise<void> {
  const answer = await someStaff(world, pick)
    .repair({ cluster: clusterName })
    .catch(() => null);
  if (answer?.status === 200) world.lastPlan = String(JSON.parse(answer.body).hash);
}

async function applyRepair(world: SimulatedWorld, pick: number): Promise<void> {
  const { lastPlan } = world;
  if (lastPlan)
    await someStaff(world, pick)
      .repair({ cluster: clusterName, apply: true, plan: lastPlan })
      .catch(() => null);
}

function retarget(world: SimulatedWorld, pick: number): unknown {
  return onPool(world, pick, (name) =>
    call(world, `regions/${region}/forwardingRules/minecraft/setTarget`, {
      target: `projects/${project}/regions/${region}/targetPools/${name}`,
    }),
  );
}

function takeLease({ kubernetes, clock }: SimulatedWorld): void {
  const now = new Date(clock.now()).toISOString().replace('Z', '000Z');
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: clusterName, namespace: 'underpin' };
  const { leaseTransitions = 0 } = (kubernetes.store.get(lease)?.spec ?? {}) as { leaseTransitions?: number };
  kubernetes.store.put({
    apiVersion: lease.apiVersion,
    kind: lease.kind,
    metadata: { ...kubernetes.store.get(lease)?.metadata, name: clusterName, namespace: 'underpin' } as JsonObject,
    spec: {
      holderIdentity: 'stranger',
      leaseDurationSeconds: 60,
      leaseTransitions: leaseTransitions + 1,
      acquireTime: now,
      renewTime: now,
    },
  });
}

function chosen<T>(all: readonly T[], pick: number): T | undefined {
  return all[Math.floor(pick * all.length)];
}

const anEntry = (projectId: string, zone: string) => ({
  logName: `projects/${projectId}/logs/cloudaudit.googleapis.com%2Factivity`,
  resource: { type: 'gce_instance', labels: { project_id: projectId, zone, instance_id: '1' } },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'compute.googleapis.com',
    methodName: 'v1.compute.instances.delete',
    resourceName: `projects/${projectId}/zones/${zone}/instances/minions-none`,
  },
  operation: { id: 'operation-1', last: true },
});

export const anEvent = JSON.stringify(anEntry(project, 'us-central1-a'));

/** Whatever somebody may put into the topic. */
const forgeries = [
  'Node pool is upgrading',
  '{"protoPayload": 7}',
  JSON.stringify(anEntry('other-project', 'us-central1-a')),
  JSON.stringify(anEntry(project, 'europe-west1-b')),
  anEvent,
  JSON.stringify({ ...anEntry(project, 'us-central1-a'), apply: true, delete: ['minions'] }),
];
