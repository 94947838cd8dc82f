import type { AttachedDisk, Disk, Instance, KubernetesNode, Live } from '../../shared/model/live.ts';
import type { MountRecord } from '../../shared/model/mount-record.ts';
import { aHealthCheck, aHealthCheckersFirewall, aManagedGroup, anInstance, aPool, reference } from './compute.ts';
import { aNode } from './kubernetes.ts';
import { aLive } from './live.ts';

export const zone = 'us-central1-a';
const key = 'disk.underpin.dev/foodata';
export const diskReference = reference('disks', 'foodata', zone);

/** `foodata`, 10 GB, that may hold data and is attached nowhere. */
export function aDisk(fields: Partial<Disk> = {}): Disk {
  return {
    reference: diskReference,
    id: 'disk-id',
    status: 'READY',
    sizeGb: 10,
    type: 'pd-balanced',
    users: [],
    replicaZones: [],
    labels: {},
    description: '',
    mayHoldData: true,
    lastAttachTimestamp: null,
    lastDetachTimestamp: null,
    physicalBlockSizeBytes: 4096,
    protected: false,
    ...fields,
  };
}

export function anAttachment(fields: Partial<AttachedDisk> = {}): AttachedDisk {
  return {
    source: diskReference,
    deviceName: 'foodata',
    mode: 'READ_WRITE',
    boot: false,
    autoDelete: false,
    ...fields,
  };
}

/** A VM that has `foodata` attached. */
export function holding(
  fields: Parameters<typeof anInstance>[0] = {},
  attachment: Partial<AttachedDisk> = {},
): Instance {
  return anInstance({ ...fields, disks: [anAttachment(attachment)] });
}

/** The node of a VM, with the mark and the record of `foodata`; with another `bootID` it has booted since. */
export function mountedOn(instance: Instance, fields: Partial<KubernetesNode> = {}): KubernetesNode {
  return { ...recordedOn(instance, {}, fields), ...fields };
}

/** The same, with a record that says something else. */
export function recordedOn(
  instance: Instance,
  words: Partial<MountRecord>,
  fields: Partial<KubernetesNode> = {},
): KubernetesNode {
  const node = aNode(instance, fields);
  const { bootID } = aNode(instance);
  const record = { uuid: 'u', bootID, path: '/mnt/foodata', mountedAt: '2027-01-15T02:00:00Z', ...words };
  return { ...node, labels: { ...node.labels, [key]: 'mounted' }, annotations: { [key]: JSON.stringify(record) } };
}

/** The disk and the VMs of its group, all of them in their pool. */
export function aLiveAround({ vms, nodes, disk }: Around, fields: Partial<Live> = {}): Live {
  return aLive({
    instances: vms,
    nodes,
    managedGroups: [aManagedGroup(vms)],
    pools: [aPool(vms)],
    healthChecks: [aHealthCheck()],
    firewalls: [aHealthCheckersFirewall()],
    disks: [aDisk(disk)],
    ...fields,
  });
}

interface Around {
  vms: Instance[];
  nodes: KubernetesNode[];
  disk?: Partial<Disk> | undefined;
}
