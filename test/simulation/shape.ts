/** What a small world begins as; plain data, so that a failing one can be written down. */
export interface WorldShape {
  groups: GroupShape[];
  pools: PoolShape[];
  disks: DiskShape[];
  mode: 'apply' | 'observe';
  /** Seconds that a pass on an event may look again. */
  waitSeconds: number;
  restartPods: boolean;
  /** A reserved address with a forwarding rule and a firewall, all declared. */
  isExposed: boolean;
  limits: { removalsPerPass?: string | number; stopWhenMissing?: string | number; mutationsPerHour?: number };
  staleMembers: 'keep' | 'vanish';
  repeatedMember: 'accept' | 'refuse';
  conflicts: 'at once' | 'by operation';
  references: 'v1' | 'beta';
  /** Until a managed group replaces a VM that is off; 2 unless said. */
  repairSeconds?: number;
}

export interface GroupShape {
  name: string;
  zone: string;
  size: number;
}

export interface PoolShape {
  name: string;
  groups: string[];
  minimumMembers: number;
  /** How many of the VMs are members in the beginning; the pool of a cluster that nobody kept is stale. */
  filled: number;
  /** Has the mark of the cloud controller's own pools (P-10). */
  isForeign: boolean;
}

export interface DiskShape {
  name: string;
  group: string;
  /** The group whose VM holds it in the beginning, where that is another. */
  heldBy?: string;
  zone: string;
  /** Where it is in the beginning. */
  begins: 'mounted' | 'attached' | 'free' | 'absent';
  content: 'data' | 'blank' | 'unknown' | 'gpt';
  formatIfBlank: boolean;
  /** Compute Engine would show that it never held anything. */
  isNew: boolean;
  isDeclared: boolean;
  owner: 'PersistentVolume' | null;
  isProtected: boolean;
  autoDelete: boolean;
}

export const project = 'my-project';
export const region = 'us-central1';
export const zones = ['us-central1-a', 'us-central1-b'] as const;
export const clusterName = 'home';
export const nodeTag = 'k8s-home-node';
export const server = 'https://kubernetes.home.internal';
/** Planted in every token; it must come out nowhere (I-31). */
export const secret = 'ya29.sesame';

export function diskSourceOf({ name, zone }: Pick<DiskShape, 'name' | 'zone'>): string {
  return `projects/${project}/zones/${zone}/disks/${name}`;
}
