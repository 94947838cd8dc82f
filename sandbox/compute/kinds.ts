import type { Json, JsonObject } from './json.ts';

/** What every resource has. Fields the sandbox does not read are kept and answered as they were given. */
export type Resource = {
  kind: string;
  id: string;
  name: string;
  /** Operations have none; they have `insertTime`. */
  creationTimestamp?: string;
  selfLink: string;
  description?: string;
};

export type Tags = { items?: string[]; fingerprint: string };

export type Labels = { [key: string]: string };

export type AttachedDisk = {
  kind: string;
  index: number;
  source: string;
  deviceName: string;
  mode: string;
  autoDelete: boolean;
  boot: boolean;
  type: string;
  interface: string;
  diskSizeGb: string;
};

export type NetworkInterface = { name: string; network: string; networkIP: string; [key: string]: Json | undefined };

export type Metadata = { kind: string; fingerprint: string; items?: { key: string; value: string }[] };

export type Instance = Resource & {
  creationTimestamp: string;
  zone: string;
  status: string;
  machineType: string;
  disks?: AttachedDisk[];
  tags: Tags;
  labels?: Labels;
  labelFingerprint: string;
  metadata: Metadata;
  networkInterfaces: NetworkInterface[];
  scheduling: JsonObject;
  deletionProtection: boolean;
  lastStartTimestamp?: string;
  lastStopTimestamp?: string;
};

export type Disk = Resource & {
  zone?: string;
  region?: string;
  replicaZones?: string[];
  status: string;
  sizeGb: string;
  type: string;
  users?: string[];
  labels?: Labels;
  labelFingerprint: string;
  lastAttachTimestamp?: string;
  lastDetachTimestamp?: string;
};

export type TargetPool = Resource & {
  region: string;
  instances?: string[];
  healthChecks?: string[];
  backupPool?: string;
  failoverRatio?: number;
  sessionAffinity: string;
};

export type ForwardingRule = Resource & {
  loadBalancingScheme: string;
  networkTier: string;
  region?: string;
  IPAddress: string;
  IPProtocol: string;
  portRange?: string;
  target?: string;
  labels?: Labels;
  labelFingerprint: string;
};

export type Address = Resource & {
  addressType: string;
  networkTier: string;
  labelFingerprint: string;
  region?: string;
  address: string;
  status: string;
  users?: string[];
  labels?: Labels;
};

export type Firewall = Resource & {
  network: string;
  priority: number;
  direction: string;
  disabled: boolean;
  allowed?: FirewallProtocol[];
  denied?: FirewallProtocol[];
  sourceRanges?: string[];
  sourceTags?: string[];
  sourceServiceAccounts?: string[];
  targetTags?: string[];
};

export type FirewallProtocol = { IPProtocol: string; ports?: string[] };

export type HttpHealthCheck = Resource & {
  host: string;
  port: number;
  requestPath: string;
  checkIntervalSec: number;
  timeoutSec: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
};

export type NamedPort = { name: string; port: number };

export type InstanceGroup = Resource & {
  zone?: string;
  region?: string;
  network?: string;
  size: number;
  namedPorts?: NamedPort[];
  fingerprint: string;
};

export type InstanceTemplate = Resource & { properties: JsonObject };

export type InstanceGroupManager = Resource & {
  zone?: string;
  region?: string;
  baseInstanceName: string;
  instanceTemplate: string;
  instanceGroup: string;
  targetSize: number;
  targetPools?: string[];
  namedPorts?: NamedPort[];
  fingerprint: string;
};

export type Operation = Resource & {
  zone?: string;
  region?: string;
  clientOperationId?: string;
  operationType: string;
  targetLink: string;
  targetId: string;
  status: 'PENDING' | 'RUNNING' | 'DONE';
  user: string;
  progress: number;
  insertTime: string;
  startTime?: string;
  endTime?: string;
  statusMessage?: string;
  error?: { errors: { code: string; message: string }[] };
  httpErrorStatusCode?: number;
  httpErrorMessage?: string;
};

/** The resources with behaviour of their own; every other collection holds plain resources. */
export interface Kinds {
  instances: Instance;
  disks: Disk;
  targetPools: TargetPool;
  forwardingRules: ForwardingRule;
  addresses: Address;
  firewalls: Firewall;
  httpHealthChecks: HttpHealthCheck;
  instanceGroups: InstanceGroup;
  instanceGroupManagers: InstanceGroupManager;
  instanceTemplates: InstanceTemplate;
  operations: Operation;
  [collection: string]: Resource;
}
