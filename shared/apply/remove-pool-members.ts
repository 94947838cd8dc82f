import type { ActionOf, InstanceIdentity, LeavingInstance } from '../model/action.ts';
import { uuidOf } from '../model/digest.ts';
import { isMarkedText } from '../model/protection.ts';
import { type Reference, referencePath } from '../model/reference.ts';
import { foreignOwner } from '../plan/pool.ts';
import { commandFor } from './add-pool-members.ts';
import { type ApplyContext, blocked, confirmLease, type Done, done, leftToPerson, marked } from './context.ts';
import { finish } from './operation.ts';
import {
  isAboutMembers,
  isMember,
  notAsWished,
  oneByOne,
  readPool,
  stillSentAway,
  stillTheSame,
  tolerate,
} from './pool-state.ts';

type Removal = ActionOf<'remove-pool-members'>;

/** P-05 is held against the pool as it is now, not as it was planned; the Lease is confirmed right before the call (I-20). */
export async function removePoolMembers(action: Removal, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const [same, sentAway, pool] = await Promise.all([
    stillTheSame(action.instances, context),
    stillSentAway(action.instances, context),
    readPool(action.pool, context),
  ]);
  const current = same.filter((instance) => sentAway.includes(instance));
  const members = current.filter((instance) => isMember(pool, instance));
  if (current.length === 0)
    return blocked(
      'the VMs were replaced since the plan was made (P-14), marked (I-26), run again, or their nodes keep them; the next pass plans anew',
    );
  if (members.length === 0) return done(null, 'they had left the pool already');
  if (isMarkedText(pool.description)) return marked('the pool');
  const owner = foreignOwner(pool);
  if (owner) return leftToPerson(`the pool belongs to ${owner} since the plan (P-10)`);
  const floor = Math.max(1, action.minimumMembers);
  if (pool.members.length - members.length < floor) {
    return blocked(`the pool has ${pool.members.length} members now and must keep ${floor} (P-05)`);
  }
  await confirmLease(context, lookedAt);
  const undo = commandFor('add-instances', action.pool, members);
  try {
    await send(action.pool, members, context);
    return done(undo);
  } catch (error) {
    if (members.length > 1 && isAboutMembers(error)) return done(undo, await removeAlone(action, members, context));
    await tolerate(error, async () => {
      const after = await readPool(action.pool, context);
      return members.every((instance) => !isMember(after, instance));
    });
    return done(undo);
  }
}

/** Each with its own look at the pool and the Lease: what one of them needs of them may have changed with the last. */
function removeAlone(action: Removal, members: LeavingInstance[], context: ApplyContext): Promise<string | null> {
  return oneByOne(members, (instance) => removePoolMembers({ ...action, instances: [instance] }, context));
}

export async function verifyRemovedMembers(action: Removal, context: ApplyContext, acted: Done): Promise<Done> {
  const pool = await readPool(action.pool, context);
  const left = action.instances.filter((instance) => isMember(pool, instance));
  if (left.length === 0) return acted;
  return blocked(notAsWished(left, 'did not leave the pool', acted));
}

async function send(pool: Reference, instances: InstanceIdentity[], context: ApplyContext): Promise<void> {
  const { clients, runtime, requestId } = context;
  const call = clients.compute.targetPools().removeInstance({
    project: pool.project,
    region: pool.location,
    targetPool: pool.name,
    requestId: uuidOf(requestId, ...instances.map(({ reference }) => referencePath(reference))),
    targetPoolsRemoveInstanceRequestResource: {
      instances: instances.map(({ reference }) => ({ instance: referencePath(reference) })),
    },
  });
  await finish(call, { compute: clients.compute, runtime, project: pool.project });
}
