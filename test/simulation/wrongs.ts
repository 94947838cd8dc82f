import type { Instance } from '../../sandbox/compute/kinds.ts';
import type { KubernetesObject } from '../../sandbox/kubernetes/object.ts';
import { objectAt } from '../../sandbox/kubernetes/object.ts';
import { type DiskShape, diskSourceOf, isOnlyObserved, type PoolShape, poolPathOf, project, region } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';

export interface Wrong {
  /** As findings name it. */
  subject: string;
  words: string;
  /** Nothing is to be waited for: it could be put right at once. */
  isAtRest?: boolean;
  /** The audit looks for it, and events do not: whatever it says of it is told. */
  isForAudit?: boolean;
}

/** What is not as declared, by the state itself and by other words than the product's. */
export function wrongsOf(world: SimulatedWorld): Wrong[] {
  const { shape } = world.setup;
  if (isOnlyObserved(shape)) return [];
  return [
    ...shape.pools
      .filter(({ isForeign, isOfGroup }) => !isForeign && !isOfGroup)
      .flatMap((pool) => wrongMembers(world, pool)),
    ...shape.disks.filter(({ isDeclared }) => isDeclared).flatMap((disk) => wrongDisk(world, disk)),
    ...shape.disks.filter(({ isDeclared }) => isDeclared).flatMap((disk) => wrongPods(world, disk)),
    ...wrongService(world),
  ];
}

/** N-07: where it is of Underpin's class, a Service says on which address it answers. */
function wrongService({ setup: { shape }, kubernetes }: SimulatedWorld): Wrong[] {
  const service = kubernetes.store.get({ apiVersion: 'v1', kind: 'Service', name: 'minecraft', namespace: 'default' });
  const { loadBalancerClass } = objectAt(service ?? {}, 'spec');
  if (!shape.isExposed || !shape.hasApp || loadBalancerClass !== 'underpin.dev/target-pool') return [];
  const { ingress = [] } = objectAt(service ?? {}, 'status', 'loadBalancer') as { ingress?: { ip?: string }[] };
  if (ingress.some(({ ip }) => ip === '203.0.113.7')) return [];
  return [{ subject: 'Service/default/minecraft', words: 'the Service does not say that it answers on 203.0.113.7' }];
}

const leaving = ['STOPPING', 'TERMINATED', 'SUSPENDING', 'SUSPENDED'];

export function shouldServe(vm: Instance, node: KubernetesObject | undefined): boolean {
  return vm.status === 'RUNNING' && !isSentAway(node);
}

/** P-08, P-09. */
export function shouldLeave(vm: Instance | undefined, node: KubernetesObject | undefined): boolean {
  return vm === undefined || leaving.includes(vm.status) || isSentAway(node);
}

export function isSentAway(node: KubernetesObject | undefined): boolean {
  const mark = node?.metadata.labels?.['node.kubernetes.io/exclude-from-external-load-balancers'];
  const { taints } = objectAt(node ?? {}, 'spec') as { taints?: { key: string }[] };
  const isMarked = taints?.some(({ key }) => key === 'ToBeDeletedByClusterAutoscaler') ?? false;
  return isMarked || (mark !== undefined && mark !== 'false');
}

function wrongMembers({ compute, kubernetes }: SimulatedWorld, pool: PoolShape): Wrong[] {
  const subject = `TargetPool/${region}/${pool.name}`;
  const live = compute.state.read('targetPools', poolPathOf(pool.name));
  if (!live) return [{ subject, words: `pool ${pool.name} is gone` }];
  const nodeOf = (name: string) => kubernetes.store.get({ apiVersion: 'v1', kind: 'Node', name });
  const members = (live.instances ?? []).map((url) => url.slice(url.indexOf('projects/')));
  const vms = compute.state.list('instances', project);
  const missing = vms.filter(
    (vm) =>
      pool.groups.some((group) => vm.name.startsWith(`${group}-`)) &&
      shouldServe(vm, nodeOf(vm.name)) &&
      !members.some((member) => vm.selfLink.endsWith(member)),
  );
  const stale = members.filter((member) => {
    const vm = vms.find(({ selfLink }) => selfLink.endsWith(member));
    return shouldLeave(vm, vm && nodeOf(vm.name));
  });
  return [
    ...missing.map(({ name }) => ({ subject, words: `${name} runs and is not in pool ${pool.name}`, isAtRest: true })),
    ...stale.map((member) => ({ subject, words: `${member} should not be in pool ${pool.name}` })),
  ];
}

/** Attached to one running VM of its group (or, read-only, at least one, if there is any), mounted there, and the node says so. */
function wrongDisk(world: SimulatedWorld, disk: DiskShape): Wrong[] {
  const { compute, kubernetes } = world;
  const source = diskSourceOf(disk);
  const subject = `Disk/${disk.otherZone ? region : disk.zone}/${disk.name}`;
  const wrong = (words: string) => [{ subject, words: `disk ${disk.name} ${words}` }];
  if (!compute.state.read('disks', source)) return wrong('does not exist');
  const vms = compute.state.list('instances', project);
  const holders = vms.filter((vm) => vm.disks?.some((one) => one.source.endsWith(source)));
  const [holder] = holders;
  const isForNobody = disk.isReadOnly && !vms.some(({ name }) => name.startsWith(`${disk.group}-`));
  if (!holder) return isForNobody ? [] : wrong('is attached to no VM');
  if (holder.status !== 'RUNNING') return wrong(`is attached to ${holder.name}, which is ${holder.status}`);
  const attached = holder.disks?.find((one) => one.source.endsWith(source));
  if (attached?.autoDelete) return wrong(`dies with ${holder.name}`);
  const machine = kubernetes.nodes.machine(holder.name);
  if (machine.at(`/mnt/${disk.name}`)?.device.source !== source) return wrong(`is not mounted on ${holder.name}`);
  const node = kubernetes.store.get({ apiVersion: 'v1', kind: 'Node', name: holder.name });
  const isMarked = (one: KubernetesObject) => one.metadata.labels?.[`disk.underpin.dev/${disk.name}`] === 'mounted';
  if (!node || !isMarked(node)) return wrong(`is mounted on ${holder.name}, whose node does not say so`);
  const liar = kubernetes.store
    .list({ apiVersion: 'v1', kind: 'Node' })
    .find((one) => isMarked(one) && !holders.some(({ name }) => name === one.metadata.name));
  return liar ? wrong(`is not on ${liar.metadata.name}, whose node says so`) : [];
}

/** D-10: what a pod writes that started before the mount stays on the node's own disk, under the path where the data is. */
function wrongPods({ kubernetes, history }: SimulatedWorld, disk: DiskShape): Wrong[] {
  const path = `/mnt/${disk.name}`;
  const mountedAt = (node: string) => {
    const last = history.entries.findLast(
      (entry) =>
        entry.kind === 'script' &&
        entry.node === node &&
        entry.call.path === path &&
        entry.ok &&
        !(entry.call.verb === 'mount' && entry.mountsBefore.some((mount) => mount.path === path)),
    );
    return last?.kind === 'script' && last.call.verb === 'mount' ? last.at : Number.NEGATIVE_INFINITY;
  };
  const early = kubernetes.store.list({ apiVersion: 'v1', kind: 'Pod' }).filter((pod) => {
    const { nodeName = '', volumes = [] } = objectAt(pod, 'spec') as PodSpec;
    const isOnDisk = volumes.some(({ hostPath }) => `${hostPath?.path}/`.startsWith(`${path}/`));
    const started = Math.min(...startsOf(pod).map(Date.parse));
    return isOnDisk && objectAt(pod, 'status').phase === 'Running' && mountedAt(nodeName) - started > wholeSeconds;
  });
  return early.map(({ metadata: { name } }) => ({
    subject: `Disk/${disk.otherZone ? region : disk.zone}/${disk.name}`,
    words: `pod ${name} started before disk ${disk.name} was mounted`,
    isForAudit: true,
  }));
}

/** Both times are told in whole seconds. */
const wholeSeconds = 1000;

interface PodSpec {
  nodeName?: string;
  volumes?: { hostPath?: { path: string } }[];
}

/** Of its containers: each sees what was mounted when it began. */
export function startsOf(pod: KubernetesObject | undefined): string[] {
  const { startTime, containerStatuses = [] } = objectAt(pod ?? {}, 'status') as PodStatus;
  const running = containerStatuses.flatMap(({ state }) => state?.running?.startedAt ?? []);
  return running.length > 0 ? running : [String(startTime)];
}

interface PodStatus {
  startTime?: string;
  containerStatuses?: { state?: { running?: { startedAt?: string } } }[];
}
