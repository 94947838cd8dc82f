import type { Disk } from '../model/live.ts';
import { isZone, type Reference } from '../model/reference.ts';
import { diskOf } from '../observe/disks.ts';
import { projectOf } from '../observe/project.ts';
import type { ApplyContext } from './context.ts';

/** The disk as it is now. Throws ApiError, 404 when it no longer exists. */
export async function readDisk({ disk }: { disk: Reference }, { clients }: ApplyContext): Promise<Disk> {
  const { project, location, name } = disk;
  const [raw] = isZone(location)
    ? await clients.compute.disks().get({ project, zone: location, disk: name })
    : await clients.compute.regionDisks().get({ project, region: location, disk: name });
  return diskOf(raw, projectOf(project));
}
