import type { ClusterDeclaration } from '../model/cluster.ts';
import type { AttachedDisk, Instance, Live } from '../model/live.ts';
import { type Reference, sameReference } from '../model/reference.ts';
import type { DiskDeclaration } from '../model/stack.ts';

/** A disk of another zone may have the same name. */
export function diskReference({ spec }: ClusterDeclaration, disk: DiskDeclaration): Reference {
  const location = 'zone' in disk ? disk.zone : disk.region;
  return { project: spec.project, location, collection: 'disks', name: disk.name };
}

/** D-01: the VMs that have it, by what is attached and not by how it is called there. */
export function attachmentsOf(
  { instances }: Pick<Live, 'instances'>,
  disk: Reference,
): { instance: Instance; attached: AttachedDisk }[] {
  return instances.flatMap((instance) =>
    instance.disks
      .filter(({ source }) => source && sameReference(source, disk))
      .map((attached) => ({ instance, attached })),
  );
}
