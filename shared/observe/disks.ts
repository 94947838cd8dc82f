import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { Disk } from '../model/live.ts';
import { isProtected } from '../model/protection.ts';
import { lastSegment } from '../model/reference.ts';
import { fetchAggregatedPage, type Reading, readAggregated } from './pages.ts';
import { ownReference, type Project } from './project.ts';

type RawDisk = protos.google.cloud.compute.v1.IDisk;
type RawScoped = protos.google.cloud.compute.v1.IDisksScopedList;
type RawPage = protos.google.cloud.compute.v1.IDiskAggregatedList;

/** Zonal and regional disks in one list. */
export async function observeDisks(compute: ComputeClients, project: Project): Promise<Reading<Disk>> {
  const fetchPage = async (pageToken: string) =>
    (await fetchAggregatedPage(compute.disks(), { project: project.id, pageToken })) as RawPage;
  return readAggregated('disks', fetchPage, {
    collect: (scoped: RawScoped) => scoped.disks,
    convert: (raw: RawDisk) => diskOf(raw, project),
  });
}

export function diskOf(raw: RawDisk, project: Project): Disk {
  return {
    reference: ownReference(raw.selfLink, project),
    id: String(raw.id ?? ''),
    status: String(raw.status ?? 'UNKNOWN'),
    sizeGb: Number(raw.sizeGb ?? 0),
    type: lastSegment(raw.type),
    users: (raw.users ?? []).flatMap((url) => project.parse(url) ?? []),
    replicaZones: (raw.replicaZones ?? []).map(lastSegment),
    labels: { ...raw.labels },
    description: raw.description ?? '',
    mayHoldData: mayHoldData(raw),
    lastAttachTimestamp: raw.lastAttachTimestamp || null,
    lastDetachTimestamp: raw.lastDetachTimestamp || null,
    physicalBlockSizeBytes: raw.physicalBlockSizeBytes ? Number(raw.physicalBlockSizeBytes) : null,
    protected: isProtected(raw.labels),
  };
}

/** D-06: false only for a disk that was made empty and has never been attached to anything. */
function mayHoldData(raw: RawDisk): boolean {
  const origins = [
    raw.sourceImage,
    raw.sourceImageId,
    raw.sourceSnapshot,
    raw.sourceSnapshotId,
    raw.sourceDisk,
    raw.sourceDiskId,
    raw.sourceInstantSnapshot,
    raw.sourceStorageObject,
    raw.sourceConsistencyGroupPolicy,
    raw.lastAttachTimestamp,
    raw.lastDetachTimestamp,
  ];
  return origins.some(Boolean) || (raw.users ?? []).length > 0;
}
