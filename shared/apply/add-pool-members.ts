import type { ActionOf, InstanceIdentity } from '../model/action.ts';
import { uuidOf } from '../model/digest.ts';
import { type Reference, referencePath } from '../model/reference.ts';
import { type ApplyContext, blocked, type Done, done } from './context.ts';
import { finish } from './operation.ts';
import {
  isAboutMembers,
  isMember,
  mayJoin,
  notAsWished,
  oneByOne,
  readPool,
  tolerate,
  whyNotJoining,
} from './pool-state.ts';

type Add = ActionOf<'add-pool-members'>;

export async function addPoolMembers(action: Add, context: ApplyContext): Promise<Done> {
  const current = await mayJoin(action.instances, context);
  const others = action.instances.filter((instance) => !current.includes(instance));
  const because = others.length > 0 ? `${whyNotJoining(others)}; the next pass plans anew` : null;
  if (current.length === 0) return blocked(`${because}`);
  const undo = undoOf(action.pool, current);
  try {
    await send(action.pool, current, context);
    return done(undo, because);
  } catch (error) {
    if (current.length > 1 && isAboutMembers(error)) return done(undo, await addAlone(action, current, context));
    await tolerate(error, async () => isMember(await readPool(action.pool, context), current[0]));
    return done(undo, because);
  }
}

/** Each send takes its time, in which another run may add the next one. */
function addAlone(action: Add, instances: InstanceIdentity[], context: ApplyContext): Promise<string | null> {
  return oneByOne(instances, async (instance) => {
    const isIn = isMember(await readPool(action.pool, context), instance);
    return isIn ? done(null) : addPoolMembers({ ...action, instances: [instance] }, context);
  });
}

/** I-14, P-12: read back and compared as sets; the operation's word alone is not enough. */
export async function verifyAddedMembers(action: Add, context: ApplyContext, acted: Done): Promise<Done> {
  const pool = await readPool(action.pool, context);
  const absent = action.instances.filter((instance) => !isMember(pool, instance));
  return absent.length > 0 ? blocked(notAsWished(absent, 'did not appear in the pool', acted)) : acted;
}

async function send(pool: Reference, instances: InstanceIdentity[], context: ApplyContext): Promise<void> {
  const { clients, runtime, requestId } = context;
  const call = clients.compute.targetPools().addInstance({
    project: pool.project,
    region: pool.location,
    targetPool: pool.name,
    requestId: uuidOf(requestId, ...instances.map(({ reference }) => referencePath(reference))),
    targetPoolsAddInstanceRequestResource: {
      instances: instances.map(({ reference }) => ({ instance: referencePath(reference) })),
    },
  });
  await finish(call, { compute: clients.compute, runtime, project: pool.project });
}

function undoOf(pool: Reference, instances: InstanceIdentity[]): string {
  return commandFor('remove-instances', pool, instances);
}

/** One command for each zone: gcloud takes the VMs of one zone at a time. */
export function commandFor(
  verb: 'add-instances' | 'remove-instances',
  pool: Reference,
  instances: InstanceIdentity[],
): string {
  const byZone = Map.groupBy(instances, ({ reference }) => reference.location);
  return [...byZone]
    .map(
      ([zone, members]) =>
        `gcloud compute target-pools ${verb} ${pool.name} --project=${pool.project} --region=${pool.location} --instances=${members.map(({ reference }) => reference.name).join(',')} --instances-zone=${zone}`,
    )
    .join('\n');
}
