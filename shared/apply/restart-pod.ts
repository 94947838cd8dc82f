import { hasStatus } from '../errors.ts';
import type { ActionOf } from '../model/action.ts';
import type { JsonObject } from '../model/json.ts';
import type { Pod } from '../model/live.ts';
import { podOf } from '../observe/pods.ts';
import { type ApplyContext, blocked, confirmLease, type Done, done, leftToPerson, marked } from './context.ts';

type Restart = ActionOf<'restart-pod'>;

/** Deleted so that its controller makes it anew; a pod nobody would make anew is left to a person. */
export async function restartPod(action: Restart, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { namespace, pod: name, uid } = action;
  const { core } = await context.clients.kubernetes();
  try {
    const found = await core.readNamespacedPod({ namespace, name });
    const live = podOf(JSON.parse(JSON.stringify(found)) as JsonObject);
    if (hasStartedAnew(live, action)) return startedAnew;
    if (!live.ownerKind) return leftToPerson('no controller would make the pod anew');
    if (live.protected) return marked('it');
    await confirmLease(context, lookedAt);
    await core.deleteNamespacedPod({ namespace, name, body: { preconditions: { uid } } });
    // I-14: gone, or on its way within its grace period.
    const { metadata } = await core.readNamespacedPod({ namespace, name });
    if (metadata?.uid === uid && !metadata.deletionTimestamp) return blocked('it is still there after it was deleted');
  } catch (error) {
    if (hasStatus(error, 409)) return startedAnew;
    if (!hasStatus(error, 404)) throw error;
  }
  return done(null);
}

const startedAnew = done(null, 'it has started anew since the plan was made');

/** I-09: a StatefulSet makes its pod anew under its name. What is between two starts sees with the next one what is mounted now. */
function hasStartedAnew(live: Pod, { uid, startedAt }: Restart): boolean {
  if (live.uid !== uid) return true;
  return startedAt !== null && (live.startedAt === null || Date.parse(live.startedAt) !== Date.parse(startedAt));
}
