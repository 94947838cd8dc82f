import { hasStatus } from '../errors.ts';
import type { ActionOf } from '../model/action.ts';
import { isProtectedObject } from '../model/protection.ts';
import { objectOf, textsOf } from '../observe/kubernetes-list.ts';
import { type ApplyContext, blocked, confirmLease, type Done, done, marked, waiting } from './context.ts';
import { objectRest } from './object-rest.ts';

/** What it owns goes with it. The uid holds the server back from another object of that name (I-09, I-19). */
export async function deleteObject(action: ActionOf<'delete-object'>, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { objectKind: kind, uid } = action;
  const rest = await objectRest({ ...action, kind }, context);
  const found = await rest.get();
  if (!found) return done(null, 'it was gone already');
  const { metadata } = found;
  if (objectOf(metadata).uid !== uid) return blocked('another object has that name since the plan was made');
  if (isProtectedObject(found)) return marked('it');
  await confirmLease(context, lookedAt);
  try {
    await rest.delete({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      preconditions: { uid },
      propagationPolicy: 'Background',
    });
  } catch (error) {
    if (hasStatus(error, 409)) return blocked(error.message);
    throw error;
  }
  return asDeleted(await rest.get(), uid, textsOf(objectOf(metadata).labels).app);
}

function asDeleted(
  after: Awaited<ReturnType<Awaited<ReturnType<typeof objectRest>>['get']>>,
  uid: string,
  app?: string,
) {
  const undo = app ? `underpin stack up ${app}` : null;
  const metadata = objectOf(after?.metadata);
  if (!after || metadata.uid !== uid) return done(undo);
  if (metadata.deletionTimestamp) return done(undo, 'it is on its way out');
  return waiting('the server has not marked it for deletion');
}
