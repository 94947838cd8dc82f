import { hasStatus } from '../errors.ts';
import type { ActionOf } from '../model/action.ts';
import type { JsonObject } from '../model/json.ts';
import { podOf } from '../observe/pods.ts';
import { type ApplyContext, confirmLease, type Done, done, leftToPerson, marked } from './context.ts';

/** Deleted so that its controller makes it anew; a pod nobody would make anew is left to a person. */
export async function restartPod(
  { namespace, pod, startedAt }: ActionOf<'restart-pod'>,
  context: ApplyContext,
): Promise<Done> {
  const { core } = await context.clients.kubernetes();
  try {
    const found = await core.readNamespacedPod({ namespace, name: pod });
    const live = podOf(JSON.parse(JSON.stringify(found)) as JsonObject);
    if (!live.ownerKind) return leftToPerson('no controller would make the pod anew');
    if (startedAt !== null && live.startedAt !== null && Date.parse(live.startedAt) !== Date.parse(startedAt))
      return done(null, 'it has started anew since the plan was made');
    if (live.protected) return marked('it');
    await confirmLease(context);
    await core.deleteNamespacedPod({
      namespace,
      name: pod,
      body: { preconditions: { uid: found.metadata?.uid ?? '' } },
    });
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
  return done(null);
}
