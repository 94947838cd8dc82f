import { hasStatus } from '../errors.ts';
import type { ActionOf } from '../model/action.ts';
import { isProtected } from '../model/protection.ts';
import { type ApplyContext, confirmLease, type Done, done, leftToPerson, marked } from './context.ts';

/** Deleted so that its controller makes it anew; a pod nobody would make anew is left to a person. */
export async function restartPod(
  { namespace, pod, startedAt }: ActionOf<'restart-pod'>,
  context: ApplyContext,
): Promise<Done> {
  const { core } = await context.clients.kubernetes();
  try {
    const { metadata, status } = await core.readNamespacedPod({ namespace, name: pod });
    if (!metadata?.ownerReferences?.some(({ controller }) => controller))
      return leftToPerson('no controller would make the pod anew');
    if (startedAt !== null && status?.startTime && new Date(status.startTime).getTime() !== Date.parse(startedAt)) {
      return done(null, 'it has started anew since the plan was made');
    }
    if (isProtected(metadata.labels, metadata.annotations)) return marked('it');
    await confirmLease(context);
    await core.deleteNamespacedPod({ namespace, name: pod, body: { preconditions: { uid: metadata.uid ?? '' } } });
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
  return done(null);
}
