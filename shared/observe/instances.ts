import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { AttachedDisk, Instance } from '../model/live.ts';
import { isProtected } from '../model/protection.ts';
import { lastSegment, type Reference } from '../model/reference.ts';
import { fetchAggregatedPage, type Reading, readAggregated } from './pages.ts';
import { ownReference, type Project } from './project.ts';

type RawInstance = protos.google.cloud.compute.v1.IInstance;
type RawScoped = protos.google.cloud.compute.v1.IInstancesScopedList;
type RawPage = protos.google.cloud.compute.v1.IInstanceAggregatedList;

/** One call for a page of 500 VMs, in all zones. */
export async function observeInstances(compute: ComputeClients, project: Project): Promise<Reading<Instance>> {
  const fetchPage = async (pageToken: string) =>
    (await fetchAggregatedPage(compute.instances(), { project: project.id, pageToken })) as RawPage;
  return readAggregated('instances', fetchPage, {
    collect: (scoped: RawScoped) => scoped.instances,
    convert: (raw: RawInstance) => instanceOf(raw, project),
  });
}

export function instanceOf(raw: RawInstance, project: Project): Instance {
  return {
    reference: ownReference(raw.selfLink, project),
    id: String(raw.id ?? ''),
    status: String(raw.status ?? 'UNKNOWN'),
    creationTimestamp: raw.creationTimestamp ?? '',
    machineType: lastSegment(raw.machineType),
    networks: (raw.networkInterfaces ?? []).map(({ network }) => lastSegment(network)),
    tags: [...(raw.tags?.items ?? [])].sort(),
    labels: { ...raw.labels },
    createdBy: createdBy(raw, project),
    serviceAccount: raw.serviceAccounts?.[0]?.email ?? null,
    disks: (raw.disks ?? []).map((disk) => attachedDiskOf(disk, project)),
    protected: isProtected(raw.labels),
  };
}

function attachedDiskOf(raw: protos.google.cloud.compute.v1.IAttachedDisk, project: Project): AttachedDisk {
  return {
    source: raw.source ? (project.parse(raw.source) ?? null) : null,
    deviceName: raw.deviceName ?? '',
    mode: String(raw.mode ?? 'READ_WRITE'),
    boot: raw.boot ?? false,
    autoDelete: raw.autoDelete ?? false,
  };
}

function createdBy(raw: RawInstance, project: Project): Reference | null {
  const value = raw.metadata?.items?.find(({ key }) => key === 'created-by')?.value;
  return value ? (project.parse(value) ?? null) : null;
}
