import type { HourUse } from './hour-use.ts';
import type { JsonObject } from './json.ts';
import type { LabelledObject, ObservedObjects } from './objects.ts';
import type { Reference } from './reference.ts';
import type { Wiring } from './wiring.ts';

/** What was seen, and what could not be: a gap is never read as absence (P-07). */
export interface Live {
  /** Milliseconds since the epoch at which the observation began. */
  observedAt: number;
  instances: Instance[];
  managedGroups: ManagedGroup[];
  pools: TargetPool[];
  nodes: KubernetesNode[];
  disks: Disk[];
  forwardingRules: ForwardingRule[];
  addresses: Address[];
  firewalls: Firewall[];
  healthChecks: HealthCheck[];
  volumes: PersistentVolume[];
  services: ServiceObject[];
  pods: Pod[];
  endpoints: Endpoint[];
  /** What the health checkers say of members of declared pools, as far as it was asked. */
  health: MemberHealth[];
  quotas: Quota[];
  operations: PendingOperation[];
  /** `null`: not looked at, on a node change; or out of reach, which is a gap. */
  objects: ObservedObjects | null;
  /** What a removal would take down; absent: none is asked for. */
  labelled?: LabelledObject[];
  /** Of Underpin itself; `null` or absent: not configured, or not asked. */
  wiring?: Wiring | null;
  /** `null` or absent: not read. */
  hour?: HourUse | null;
  gaps: Gap[];
}

export type Area =
  | 'instances'
  | 'managedGroups'
  | 'pools'
  | 'nodes'
  | 'disks'
  | 'forwardingRules'
  | 'addresses'
  | 'firewalls'
  | 'healthChecks'
  | 'volumes'
  | 'services'
  | 'pods'
  | 'endpoints'
  | 'health'
  | 'quotas'
  | 'operations'
  | 'objects'
  | 'wiring';

export interface Gap {
  area: Area;
  /** A zone, a region, a kind or a name; `null` when the whole area is unknown. */
  part: string | null;
  why: string;
}

export interface Instance {
  reference: Reference;
  /** Changes with every creation, also under the same name (P-14). */
  id: string;
  status: string;
  creationTimestamp: string;
  machineType: string;
  /** By their names; firewalls are those of one, and mean its VMs alone. */
  networks: string[];
  tags: string[];
  labels: Record<string, string>;
  /** From the metadata key `created-by`: the managed group that says it made this VM. */
  createdBy: Reference | null;
  serviceAccount: string | null;
  disks: AttachedDisk[];
  protected: boolean;
}

export interface AttachedDisk {
  source: Reference | null;
  deviceName: string;
  mode: string;
  boot: boolean;
  autoDelete: boolean;
}

export interface ManagedGroup {
  reference: Reference;
  /** Pools the group keeps by itself (P-17). */
  targetPools: string[];
  targetSize: number;
  /** `null`: the members could not be read, or the group is not declared and was not asked. */
  members: ManagedMember[] | null;
  /** Disks the group keeps by itself (stateful policy), by device name; known of groups that are not declared, too. */
  statefulDevices: string[];
}

export interface ManagedMember {
  instance: Reference;
  currentAction: string;
  lastAttemptErrors: string[];
  /** Disks the group keeps for this VM (stateful policy or per-instance config), also while the VM is made anew. */
  keeps: Reference[];
}

export interface TargetPool {
  reference: Reference;
  members: PoolMember[];
  healthChecks: string[];
  sessionAffinity: string;
  backupPool: string | null;
  failoverRatio: number | null;
  description: string;
}

/** P-02: `instance` is `null` when the URL could not be understood; such a member is kept and reported. */
export interface PoolMember {
  url: string;
  instance: Reference | null;
}

export interface KubernetesNode {
  name: string;
  uid: string;
  /** From `gce://project/zone/name`. */
  instance: Reference | null;
  ready: 'True' | 'False' | 'Unknown';
  unschedulable: boolean;
  bootID: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  taints: string[];
  volumesInUse: string[];
  creationTimestamp: string;
  protected: boolean;
}

export interface Disk {
  reference: Reference;
  id: string;
  status: string;
  sizeGb: number;
  type: string;
  users: Reference[];
  replicaZones: string[];
  labels: Record<string, string>;
  description: string;
  /** D-06: false only when Compute Engine shows that it never held anything. */
  mayHoldData: boolean;
  lastAttachTimestamp: string | null;
  lastDetachTimestamp: string | null;
  physicalBlockSizeBytes: number | null;
  protected: boolean;
}

export interface ForwardingRule {
  reference: Reference;
  id: string;
  address: string;
  protocol: string;
  portRange: string | null;
  ports: string[];
  target: string | null;
  scheme: string;
  networkTier: string;
  description: string;
  protected: boolean;
}

export interface Address {
  reference: Reference;
  address: string;
  status: string;
  users: string[];
  networkTier: string;
  type: string;
}

export interface Firewall {
  reference: Reference;
  network: string;
  direction: string;
  priority: number;
  disabled: boolean;
  sourceRanges: string[];
  /** Of the packets' own destination; empty: all. */
  destinationRanges: string[];
  sourceTags: string[];
  sourceServiceAccounts: string[];
  targetTags: string[];
  /** The VMs it is for by their service account; empty with empty tags: all VMs of the network. */
  targetServiceAccounts: string[];
  allowed: FirewallPorts[];
  denied: FirewallPorts[];
  description: string;
}

export interface FirewallPorts {
  protocol: string;
  /** Empty: all of them. */
  ports: string[];
}

export interface HealthCheck {
  reference: Reference;
  port: number;
  path: string;
  host: string;
  intervalSeconds: number;
}

export interface PersistentVolume {
  name: string;
  /** D-12: it belongs to the CSI driver. */
  disk: { name: string; zone: string | null } | null;
  /** A path of a node, where it is one: `local` or `hostPath`. */
  hostPath: string | null;
  /** `namespace/name` */
  claim: string | null;
}

export interface ServiceObject {
  namespace: string;
  name: string;
  object: JsonObject;
}

export interface Pod {
  namespace: string;
  name: string;
  uid: string;
  node: string | null;
  labels: Record<string, string>;
  phase: string;
  ready: boolean;
  /** When the oldest of its containers that run began, each of which sees what was mounted then; else when the kubelet took it on. */
  startedAt: string | null;
  /** Paths of its node that its volumes are, its own or by a claim. */
  hostPaths: string[];
  /** Of the claims that its volumes are by: `namespace/name`. */
  claims: string[];
  hostPorts: HostPort[];
  /** It may take any port of its node: listing them is optional there. */
  hostNetwork: boolean;
  nodeSelector: Record<string, string>;
  ownerKind: string | null;
  ownerName: string | null;
  protected: boolean;
}

export interface HostPort {
  port: number;
  /** `TCP`, `UDP` or `SCTP`. */
  protocol: string;
}

export interface Endpoint {
  namespace: string;
  service: string;
  address: string;
  /** The name of the pod behind it. */
  pod: string | null;
  ready: boolean;
  node: string | null;
  /** Of the Service's ports that it serves; `''` is the unnamed one. */
  portNames: string[];
}

/** Each address that leads to a pool is checked by itself: a node may answer at one and not at another. */
export interface MemberHealth {
  pool: Reference;
  instance: Reference;
  /** `null`: not told, so that it may be any of them. */
  address: string | null;
  healthy: boolean;
}

/** N-10: `usage` of `limit`, of the project as a whole or of one region. */
export interface Quota {
  scope: 'project' | 'region';
  /** `STATIC_ADDRESSES`, `FORWARDING_RULES` … */
  metric: string;
  limit: number;
  usage: number;
}

/** D-04: an operation that is not DONE, on a disk or a VM. */
export interface PendingOperation {
  name: string;
  operationType: string;
  target: Reference | null;
  status: string;
  startedAt: string | null;
}
