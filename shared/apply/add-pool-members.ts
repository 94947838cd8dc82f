import type { ActionOf, InstanceIdentity } from '../model/action.ts';
import { uuidOf } from '../model/digest.ts';
import { type Reference, referencePath } from '../model/reference.ts';
import { type ApplyContext, blocked, type Done, done } from './context.ts';
import { finish } from './operation.ts';
import { isMember, readPool, stillTheSame, tolerate } from './pool-state.ts';

type Add = ActionOf<'add-pool-members'>;

/** P-11: a batch that fails for one bad member is read again and goes one by one. */
export async function addPoolMembers(action: Add, context: ApplyContext): Promise<Done> {
  // One that is about to go by now would come in with this, and go with the next event.
  const current = await stillTheSame(action.instances, context, ({ status }) => status === 'RUNNING');
  if (current.length === 0)
    return blocked(
      'the VMs were replaced since the plan was made (P-14), marked (I-26), or run no more; the next pass plans anew',
    );
  try {
    await send(action.pool, current, context);
  } catch (error) {
    if (current.length === 1)
      await tolerate(error, async () => isMember(await readPool(action.pool, context), current[0]));
    else await oneByOne(action.pool, current, context);
  }
  return done(undoOf(action.pool, current));
}

/** I-14, P-12: read back and compared as sets; the operation's word alone is not enough. */
export async function verifyAddedMembers(action: Add, context: ApplyContext, acted: Done): Promise<Done> {
  const pool = await readPool(action.pool, context);
  const absent = action.instances.filter((instance) => !isMember(pool, instance));
  if (absent.length === 0) return acted;
  return blocked(`${absent.map(({ reference }) => reference.name).join(', ')} did not appear in the pool`);
}

/** Each send takes its time, in which another run may add the next one. */
async function oneByOne(pool: Reference, instances: InstanceIdentity[], context: ApplyContext): Promise<void> {
  for (const instance of instances) {
    if (isMember(await readPool(pool, context), instance)) continue;
    await send(pool, [instance], context).catch((error: unknown) =>
      context.log.warning('a member could not be added', {
        pool: pool.name,
        instance: instance.reference.name,
        error: String(error),
      }),
    );
  }
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
