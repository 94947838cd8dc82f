import { hasStatus } from '../errors.ts';
import type { InstanceIdentity } from '../model/action.ts';
import type { Instance } from '../model/live.ts';
import type { Reference } from '../model/reference.ts';
import { instanceOf } from '../observe/instances.ts';
import { projectOf } from '../observe/project.ts';
import type { ApplyContext } from './context.ts';

/** The VM as it is now; `null` when it no longer exists, or another one has its name (P-14, I-09). */
export async function readVm({ reference, id }: InstanceIdentity, context: ApplyContext): Promise<Instance | null> {
  const found = await readVmCalled(reference, context);
  return found?.id === id ? found : null;
}

/** Whichever VM has the name now; `null` when none has. */
export async function readVmCalled(reference: Reference, { clients }: ApplyContext): Promise<Instance | null> {
  try {
    const { project, location: zone, name: instance } = reference;
    const [raw] = await clients.compute.instances().get({ project, zone, instance });
    return instanceOf(raw, projectOf(project));
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}
