/** What a small world begins as; plain data, so that a failing one can be written down. */
export interface WorldShape {
  groups: GroupShape[];
  /** Another group, `all`, is every VM with the tag of the nodes. */
  hasGroupByTag?: boolean;
  /** A VM that is no node, in the second zone; it has a tag that all nodes have, too. */
  hasBastion?: boolean;
  pools: PoolShape[];
  disks: DiskShape[];
  mode: 'apply' | 'observe';
  /** Seconds that a pass on an event may look again. */
  waitSeconds: number;
  restartPods: boolean;
  /** A reserved address with a forwarding rule and a firewall, all declared. */
  isExposed: boolean;
  /** The stack has objects of Kubernetes: a Service that says what is exposed, what it reads, and what runs. */
  hasApp?: boolean;
  /** Its Service does not say who may come in. */
  hasNoSources?: boolean;
  /** What runs does not wait for its disk: it writes to the node's own where the disk is not mounted yet (D-10). */
  isHasty?: boolean;
  /** What runs is a StatefulSet: the pod that comes after another has its name. */
  hasNamedPods?: boolean;
  /** Its nodes mount at their boot what was mounted before. */
  hasFstab?: boolean;
  /** Where what runs keeps its data on the node, if not where its disk is mounted. */
  appPath?: string;
  /** What runs is declared with a field that a server may drop without a word, and the cluster has it without. */
  hasGatedField?: boolean;
  /** Others say how many of it run: by a rule of the declaration, or by an autoscaler. */
  scaledBy?: 'person' | 'autoscaler';
  /** Its objects are in two namespaces. */
  isSpread?: boolean;
  /** They are in another namespace than `default`, but for one that is in none. */
  isAbroad?: boolean;
  /** The manifest of its rules bears the mark, and nobody has brought that to the cluster yet. */
  isRulesProtected?: boolean;
  /** Looked at and never written to: all, by the deployment; or what belongs to the stack. */
  observes?: 'deployment' | 'stack';
  /** Its stack.yaml bears the mark. */
  isStackProtected?: boolean;
  limits: {
    removalsPerPass?: string | number;
    stopWhenMissing?: string | number;
    mutationsPerHour?: number;
    mutationsPerPass?: number;
  };
  staleMembers: 'keep' | 'vanish';
  repeatedMember: 'accept' | 'refuse';
  conflicts: 'at once' | 'by operation';
  references: 'v1' | 'beta' | 'number';
  /** Milliseconds that the clock of the cluster's API server is off; unlike Google's. */
  clusterSkew?: number;
  /** Where its API server is said to be, if not where it is. */
  server?: string;
  /** Until a managed group replaces a VM that is off; 2 unless said. */
  repairSeconds?: number;
  /** Until a pod runs; a moment unless said. */
  podSeconds?: number;
  /** The pods of what was taken away stay for a minute more. */
  doPodsLinger?: boolean;
  /** Nobody takes the node of a VM that is gone out of the cluster: the next VM of its name is that node. */
  doNodesStay?: boolean;
  /** Compute Engine lists what there is in another order each time. */
  isUnsorted?: boolean;
  /** So many items are on a page of any list, and the rest on further ones; 500 unless said. */
  pageSize?: number;
}

export interface GroupShape {
  name: string;
  zone: string;
  size: number;
  /** Of its VMs it keeps these disks by itself, by device name. */
  keeps?: string[];
}

export interface PoolShape {
  name: string;
  groups: string[];
  minimumMembers: number;
  /** How many of the VMs are members in the beginning; the pool of a cluster that nobody kept is stale. */
  filled: number;
  /** Has the mark of the cloud controller's own pools (P-10). */
  isForeign: boolean;
  /** Its groups have it among their targetPools, and keep it by themselves (P-17). */
  isOfGroup?: boolean;
}

export interface DiskShape {
  name: string;
  group: string;
  /** The group whose VM holds it in the beginning, where that is another. */
  heldBy?: string;
  /** Another group, whose first VM writes to it as well, as Compute Engine lets several do with some disks. */
  alsoOn?: string;
  zone: string;
  /** Where it is mounted in the beginning, if not at the path that is declared by now. */
  mountedAt?: string;
  /** Where it is in the beginning. */
  begins: 'mounted' | 'attached' | 'free' | 'absent';
  content: 'data' | 'blank' | 'unknown' | 'gpt';
  formatIfBlank: boolean;
  /** Compute Engine would show that it never held anything. */
  isNew: boolean;
  /** Of what it was made, where it is not new; a snapshot unless said. */
  origin?: 'sourceSnapshot' | 'sourceImage' | 'sourceDisk' | 'sourceInstantSnapshot' | 'sourceStorageObject';
  isDeclared: boolean;
  /** Also by marks of the CSI driver, or of the provisioner before it, alone. */
  owner: 'PersistentVolume' | 'label' | 'description' | null;
  isProtected: boolean;
  autoDelete: boolean;
  /** Every node of the group has it. */
  isReadOnly?: boolean;
  /** The other zone of a regional one. */
  otherZone?: string;
}

export const project = 'my-project';
export const region = 'us-central1';
export const zones = ['us-central1-a', 'us-central1-b'] as const;
/** Only where a group is in it. */
export const thirdZone = 'us-central1-c';
export const clusterName = 'home';
export const nodeTag = 'k8s-home-node';
/** Of the nodes and of the bastion. */
export const sharedTag = 'every-vm';
/** A VM that is no node. */
export const bastionPath = `projects/${project}/zones/${zones[1]}/instances/bastion`;
export const server = 'https://kubernetes.home.internal';
/** Planted in every token and in every Secret; it must come out nowhere (I-31). */
export const secret = 'ya29.sesame';
/** Planted in what is no Secret and may still hold one: whoever plans sees it, the log never does. */
export const discreet = 'the bot of Ada';

export function diskSourceOf({ name, zone, otherZone }: Pick<DiskShape, 'name' | 'zone' | 'otherZone'>): string {
  return `projects/${project}/${otherZone ? `regions/${region}` : `zones/${zone}`}/disks/${name}`;
}

export function managerPathOf({ name, zone }: Pick<GroupShape, 'name' | 'zone'>): string {
  return `projects/${project}/zones/${zone}/instanceGroupManagers/${name}`;
}

export function poolPathOf(name: string): string {
  return `projects/${project}/regions/${region}/targetPools/${name}`;
}

/** So many members a pool keeps, whatever happens (P-05, I-10). */
export function floorOf({ pools }: WorldShape, name: string): number {
  return Math.max(1, pools.find((pool) => pool.name === name)?.minimumMembers ?? 1);
}

/** Nothing at all may be written, whoever asks. */
export function isOnlyObserved({ mode, observes }: WorldShape): boolean {
  return mode === 'observe' || observes === 'deployment';
}
