import { hasStatus } from '../errors.ts';
import type { ActionOf } from '../model/action.ts';
import { isZone } from '../model/reference.ts';
import { type ApplyContext, blocked, type Done, done } from './context.ts';
import { readDisk } from './disk.ts';
import { finish } from './operation.ts';

type Create = ActionOf<'create-disk'>;

/** Empty, as declared; Underpin never makes one from an image or a snapshot. A disk of that name is left as it is. */
export async function createDisk({ disk, body }: Create, { clients, runtime, requestId }: ApplyContext): Promise<Done> {
  const { project, location, name } = disk;
  const { compute } = clients;
  const call = isZone(location)
    ? compute.disks().insert({ project, zone: location, requestId, diskResource: body })
    : compute.regionDisks().insert({ project, region: location, requestId, diskResource: body });
  try {
    await finish(call, { compute, runtime, project });
  } catch (error) {
    if (hasStatus(error, 409)) return blocked(`a disk \`${name}\` appeared since the plan was made`);
    throw error;
  }
  const where = isZone(location) ? `--zone=${location}` : `--region=${location}`;
  return done(`gcloud compute disks delete ${name} --project=${project} ${where}`);
}

/** I-14: read back, since the operation's word alone is not enough. */
export async function verifyCreated(action: Create, context: ApplyContext, acted: Done): Promise<Done> {
  const { sizeGb } = await readDisk(action, context);
  if (sizeGb === Number(action.body.sizeGb)) return acted;
  return blocked(`disk \`${action.disk.name}\` has ${sizeGb} GB after it was made with ${action.body.sizeGb}`);
}
