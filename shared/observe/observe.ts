import type { Clients } from '../clients.ts';
import type { ClusterDeclaration } from '../model/cluster.ts';
import type { Declared } from '../model/declared.ts';
import type { Gap, Instance, KubernetesNode, Live, ManagedGroup, TargetPool } from '../model/live.ts';
import { mountRecordOf } from '../model/mount-record.ts';
import { type Reference, reachesAny, sameReference } from '../model/reference.ts';
import type { Scope } from '../model/scope.ts';
import type { Runtime } from '../runtime.ts';
import { observeDeclaredObjects, observeLeaving, observeObjectsAlone } from './declared-objects.ts';
import { observeDisks } from './disks.ts';
import { observeHour } from './hour.ts';
import { observeInstances } from './instances.ts';
import { askMembers, observeManagedGroups } from './managed-groups.ts';
import { nodesOnVms, observeNodes } from './nodes.ts';
import type { Reading } from './pages.ts';
import { observePods, podsOnVolumes } from './pods.ts';
import { observePoolHealth } from './pool-health.ts';
import { projectOf } from './project.ts';
import { observeTargetPools } from './target-pools.ts';
import { observeTraffic } from './traffic.ts';
import { observeVolumes } from './volumes.ts';
import { observeWiring } from './wiring.ts';

/** The whole cluster by a handful of lists, whatever the number of nodes and pools: one pass answers every event before it. */
export async function observe(
  declared: Declared,
  clients: Clients,
  { concern, only, wiring: withWiring, since, runtime }: Omit<Scope, 'cluster' | 'mode'> & { runtime: Runtime },
): Promise<Live> {
  if (concern === 'objects') return observeObjectsAlone(declared.stacks, clients, runtime);
  const now = runtime.now();
  const { cluster, stacks } = declared;
  const everything = concern === 'everything';
  const hasDisks = stacks.some(({ spec }) => spec.disks.length > 0);
  const project = projectOf(cluster.spec.project);
  const gaps: Gap[] = [];
  const read = async <T>(reading: Promise<Reading<T>>): Promise<T[]> => {
    const { items, gaps: found } = await reading;
    gaps.push(...found);
    return items;
  };
  const none = Promise.resolve([]);
  const looked = everything ? observeDeclaredObjects(stacks, clients, runtime) : null;
  const wired = everything && withWiring ? observeWiring(clients.wiring, cluster.spec.project, now) : null;
  const leaving = concern === 'removal' ? observeLeaving(stacks, clients, only) : null;
  const used = everything ? observeHour(clients.kubernetes, cluster.metadata.name, now) : null;
  const [instances, groups, pools, named, disks, volumes, traffic] = await Promise.all([
    read(observeInstances(clients.compute, project)),
    read(observeManagedGroups(clients.compute, project, declaredGroups(cluster))),
    read(observeTargetPools(clients.compute, project, cluster.spec.region)),
    read(observeNodes(clients.kubernetes, project)),
    hasDisks ? read(observeDisks(clients.compute, project)) : none,
    // On an event the owner of a disk is looked up right before an attachment changes (apply/volume-owner.ts).
    hasDisks && concern !== 'nodes' ? read(observeVolumes(clients.kubernetes)) : none,
    observeTraffic(declared, clients, concern),
  ]);
  const makers = { groups, asked: makersOf(declared, instances, groups) };
  const managedGroups = await read(askMembers(clients.compute, project, makers));
  const nodes = nodesOnVms(named, instances);
  const wantsPods = !everything && hasFreshMount(declared, nodes, Math.min(now, since ?? now));
  const pods = podsOnVolumes(wantsPods ? await read(observePods(clients.kubernetes)) : traffic.pods, volumes);
  const health = everything ? await read(observePoolHealth(clients.compute, declaredPools(cluster, pools))) : [];
  const { wiring = null, gaps: unwired = [] } = (await wired) ?? {};
  const { objects = null, gaps: unseen = [] } = (await looked) ?? {};
  const { objects: labelled, gaps: hidden = [] } = (await leaving) ?? {};
  return {
    ...traffic,
    pods,
    wiring,
    hour: await used,
    objects,
    ...(labelled && { labelled }),
    operations: [],
    observedAt: now,
    instances,
    managedGroups,
    pools,
    nodes,
    disks,
    volumes,
    health,
    gaps: [...gaps, ...traffic.gaps, ...unwired, ...unseen, ...hidden].sort(byArea),
  };
}

/** A minute, and what the clock of this process may be behind or ahead of the cluster's (I-34). */
const freshSeconds = 60 + 300;

/**
 * Pods that were there before the data are looked for only where they may be restarted, and while that is news: for an event
 * that comes again since what it led to could not be done, as long as it comes.
 */
function hasFreshMount({ cluster, stacks }: Declared, nodes: KubernetesNode[], now: number): boolean {
  const disks = stacks
    .flatMap(({ spec }) => spec.disks)
    .filter(({ restartPods }) => restartPods ?? cluster.spec.restartPods);
  return disks.some(({ name }) =>
    nodes.some((node) => now - Date.parse(mountRecordOf(node, name)?.mountedAt ?? '') < freshSeconds * 1000),
  );
}

function declaredPools({ spec }: ClusterDeclaration, pools: TargetPool[]): TargetPool[] {
  return pools.filter(({ reference }) => spec.pools.some(({ name }) => name === reference.name));
}

function declaredGroups({ spec }: ClusterDeclaration): Reference[] {
  return spec.nodeGroups.flatMap((group) => {
    if (!('instanceGroupManager' in group)) return [];
    const [location = '', name = ''] = group.instanceGroupManager.split('/');
    return [{ project: spec.project, location, collection: 'instanceGroupManagers', name }];
  });
}

/**
 * D-12: a group that is not declared is asked, too, where it made a VM that has a declared disk, as it may keep it there; and
 * where it keeps some disk and could reach a declared one, which nobody has while the group makes its VM anew.
 */
function makersOf({ cluster, stacks }: Declared, instances: Instance[], groups: ManagedGroup[]): Reference[] {
  const disks = stacks.flatMap(({ spec }) => spec.disks);
  const names = new Set(disks.map(({ name }) => name));
  const zones = disks.flatMap((disk) => ('zone' in disk ? [disk.zone] : disk.replicaZones));
  const holders = instances.filter((one) => one.disks.some(({ source }) => source && names.has(source.name)));
  const isMaker = (group: Reference) => holders.some(({ createdBy }) => createdBy && sameReference(createdBy, group));
  const mayKeep = ({ reference, statefulDevices }: ManagedGroup) =>
    statefulDevices.length > 0 && reachesAny(reference.location, zones);
  const known = declaredGroups(cluster);
  const isAsked = (group: Reference) => known.some((one) => sameReference(one, group));
  return groups
    .filter((group) => (isMaker(group.reference) || mayKeep(group)) && !isAsked(group.reference))
    .map(({ reference }) => reference);
}

function byArea(one: Gap, other: Gap): number {
  return `${one.area}/${one.part}/${one.why}`.localeCompare(`${other.area}/${other.part}/${other.why}`);
}
