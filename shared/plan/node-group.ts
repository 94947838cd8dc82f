import type { ClusterDeclaration, NodeGroup } from '../model/cluster.ts';
import type { Instance, KubernetesNode, Live, ManagedGroup, ManagedMember } from '../model/live.ts';
import { sameReference } from '../model/reference.ts';
import { instanceAt, nodeOn } from './live-index.ts';
import { remembered } from './remember.ts';

/** What a VM of a node group is to a pool, and why (P-08, P-09). */
export interface Standing {
  instance: Instance;
  node: KubernetesNode | null;
  place: 'wanted' | 'kept' | 'leaving' | 'excluded';
  why: string;
  /** Nothing but its node says so. */
  isByNode?: true;
}

export interface GroupState {
  group: NodeGroup;
  standings: Standing[];
  /** VMs that the managed group is about to make, under the names it keeps. */
  coming: ManagedMember[];
  /** Pools the managed group keeps by itself (P-17). */
  ownPools: string[];
  /** `null` when everything about the group was seen. */
  unknown: string | null;
}

const starting = ['PENDING', 'PROVISIONING', 'STAGING', 'REPAIRING'];
const ending = ['STOPPING', 'STOPPED', 'TERMINATED', 'SUSPENDING', 'SUSPENDED', 'PENDING_STOP', 'DEPROVISIONING'];
const departing = ['DELETING', 'ABANDONING'];
const exclusionLabel = 'node.kubernetes.io/exclude-from-external-load-balancers';
const autoscalerTaint = 'ToBeDeletedByClusterAutoscaler';

/** It runs no more, or is about to: a VM that is coming, or unknown, is not (P-08). */
export function isEnding(status: string): boolean {
  return ending.includes(status);
}

export const groupStates: (cluster: ClusterDeclaration, live: Live) => Map<string, GroupState> = remembered(
  ({ spec }, live) => new Map(spec.nodeGroups.map((group) => [group.name, groupState(group, spec, live)])),
);

function groupState(group: NodeGroup, { project, kubernetes }: ClusterDeclaration['spec'], live: Live): GroupState {
  if (!('instanceGroupManager' in group)) {
    const standings = live.instances
      .filter((instance) => isSelected(group, instance) && !isOfAnotherCluster(instance, kubernetes))
      .map((one) => standingOf(one, null, live));
    return { group, standings, coming: [], ownPools: [], unknown: null };
  }
  const [location = '', name = ''] = group.instanceGroupManager.split('/');
  const reference = { project, location, collection: 'instanceGroupManagers', name };
  const managed = live.managedGroups.find((one) => sameReference(one.reference, reference));
  return managedState(group, managed, live);
}

function isSelected(group: NodeGroup, { tags, labels }: Instance): boolean {
  if ('tag' in group) return tags.includes(group.tag);
  return 'label' in group && Object.entries(group.label).every(([key, value]) => labels[key] === value);
}

/** GKE writes on each of its VMs whose node it is; the pools of all clusters bear the same names (`default-pool`). */
function isOfAnotherCluster({ labels }: Instance, kubernetes: ClusterDeclaration['spec']['kubernetes']): boolean {
  if (!('gke' in kubernetes)) return false;
  const { name, location } = kubernetes.gke;
  const of = { name: labels['goog-k8s-cluster-name'], location: labels['goog-k8s-cluster-location'] };
  return (of.name ?? name) !== name || (of.location ?? location) !== location;
}

function managedState(group: NodeGroup, managed: ManagedGroup | undefined, live: Live): GroupState {
  const none = { group, standings: [], coming: [], ownPools: [] };
  if (!managed) return { ...none, unknown: 'the managed instance group was not found' };
  if (!managed.members)
    return { ...none, ownPools: managed.targetPools, unknown: 'its managed instances could not be read' };
  const standings: Standing[] = [];
  const coming: ManagedMember[] = [];
  for (const member of managed.members) {
    const instance = instanceAt(live, member.instance);
    if (instance) standings.push(standingOf(instance, member, live));
    else if (!departing.includes(member.currentAction)) coming.push(member);
  }
  return { group, standings, coming, ownPools: managed.targetPools, unknown: null };
}

function standingOf(instance: Instance, member: ManagedMember | null, live: Live): Standing {
  const node = nodeOn(live, instance.reference) ?? null;
  return { instance, node, ...placeOf(instance, node, member) };
}

function placeOf(
  { status }: Instance,
  node: KubernetesNode | null,
  member: ManagedMember | null,
): Omit<Standing, 'instance' | 'node'> {
  if (isEnding(status)) return { place: 'leaving', why: `the VM is ${status}` };
  if (member && departing.includes(member.currentAction)) {
    return { place: 'leaving', why: `its managed group is ${member.currentAction} it` };
  }
  const byNode = placeByNode(node);
  if (byNode) return { ...byNode, isByNode: true };
  if (status === 'RUNNING') return { place: 'wanted', why: 'the VM is RUNNING in a declared node group' };
  if (starting.includes(status)) return { place: 'kept', why: `the VM is ${status}` };
  return { place: 'kept', why: `the VM is \`${status}\`, a status that is not known` };
}

/** Where a node sends its VM, whatever that does; `null` where it says nothing. */
export function placeByNode(node: KubernetesNode | null): Pick<Standing, 'place' | 'why'> | null {
  if (node?.taints.includes(autoscalerTaint))
    return { place: 'leaving', why: `the node has the taint ${autoscalerTaint}` };
  if (isExcluded(node)) return { place: 'excluded', why: `the node has the label ${exclusionLabel}` };
  return null;
}

function isExcluded(node: KubernetesNode | null): boolean {
  const mark = node?.labels[exclusionLabel];
  return mark !== undefined && mark !== 'false';
}
