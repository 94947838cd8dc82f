import type { Clients } from '../clients.ts';
import type { ClusterDeclaration } from '../model/cluster.ts';
import type { Declared } from '../model/declared.ts';
import type { Gap, Live, TargetPool } from '../model/live.ts';
import type { Reference } from '../model/reference.ts';
import type { Scope } from '../model/scope.ts';
import { observeDisks } from './disks.ts';
import { observeInstances } from './instances.ts';
import { observeManagedGroups } from './managed-groups.ts';
import { observeNodes } from './nodes.ts';
import type { Reading } from './pages.ts';
import { observePoolHealth } from './pool-health.ts';
import { projectOf } from './project.ts';
import { observeTargetPools } from './target-pools.ts';
import { observeTraffic } from './traffic.ts';
import { observeVolumes } from './volumes.ts';

/** The whole cluster by a handful of lists, whatever the number of nodes and pools: one pass answers every event before it. */
export async function observe(
  declared: Declared,
  clients: Clients,
  { concern, now }: { concern: Scope['concern']; now: number },
): Promise<Live> {
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
  const [instances, managedGroups, pools, nodes, disks, volumes, traffic] = await Promise.all([
    read(observeInstances(clients.compute, project)),
    read(observeManagedGroups(clients.compute, project, declaredGroups(cluster))),
    read(observeTargetPools(clients.compute, project, cluster.spec.region)),
    read(observeNodes(clients.kubernetes, project)),
    hasDisks ? read(observeDisks(clients.compute, project)) : none,
    // On an event the owner of a disk is looked up right before an attachment changes (apply/volume-owner.ts).
    hasDisks && everything ? read(observeVolumes(clients.kubernetes)) : none,
    observeTraffic(declared, clients, concern),
  ]);
  const health = everything ? await read(observePoolHealth(clients.compute, declaredPools(cluster, pools))) : [];
  return {
    ...traffic,
    operations: [],
    observedAt: now,
    instances,
    managedGroups,
    pools,
    nodes,
    disks,
    volumes,
    health,
    gaps: [...gaps, ...traffic.gaps].sort(byArea),
  };
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

function byArea(one: Gap, other: Gap): number {
  return `${one.area}/${one.part}/${one.why}`.localeCompare(`${other.area}/${other.part}/${other.why}`);
}
