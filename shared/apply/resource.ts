import { ApiError, hasStatus } from '../errors.ts';
import type { JsonObject } from '../model/json.ts';
import { type Reference, referencePath } from '../model/reference.ts';
import { type ApplyContext, blocked, type Done, done } from './context.ts';
import { finish } from './operation.ts';

/** Read again right before and right after a write (I-14, I-19); `null` when it does not exist. */
export async function readResource(reference: Reference, { clients }: ApplyContext): Promise<JsonObject | null> {
  try {
    return await clients.compute.rest('GET', referencePath(reference));
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}

/** Sends a change and waits for its end; `path` is what follows the version, without a query. */
export async function change(
  method: 'POST' | 'PATCH',
  path: string,
  { body, context }: { body: JsonObject; context: ApplyContext },
): Promise<void> {
  const { clients, runtime, requestId, declared } = context;
  const answer = clients.compute.rest(method, `${path}?requestId=${requestId}`, body);
  await finish(answer, { compute: clients.compute, runtime, project: declared.cluster.spec.project });
}

export interface Creation {
  reference: Reference;
  body: JsonObject;
  /** Whether what is there is what was wanted, in canonical form. */
  isAsWanted: (live: JsonObject) => boolean;
  /** What reverts it. */
  undo: string;
}

/** What is there already as wanted is done; what is there otherwise is somebody's, and left alone. `lookedAt`: since when it was looked for what it needs. */
export async function create(
  { reference, body, isAsWanted, undo }: Creation,
  context: ApplyContext,
  lookedAt = context.runtime.now(),
): Promise<Done> {
  const before = await readResource(reference, context);
  if (before) {
    return isAsWanted(before)
      ? done(null, 'it was there already')
      : blocked(`\`${reference.name}\` was made otherwise since the plan; the next plan compares it`);
  }
  await context.lease?.confirm(lookedAt);
  await change('POST', collectionPath(reference), { body, context }).catch(ignoreExisting);
  const after = await readResource(reference, context);
  if (!after) return blocked(`\`${reference.name}\` did not appear`);
  return isAsWanted(after) ? done(undo) : blocked(`\`${reference.name}\` reads back otherwise than it was written`);
}

/** Somebody was faster, or an answer got lost (F-02): the read that follows decides. */
function ignoreExisting(error: unknown): void {
  const isThere =
    error instanceof ApiError &&
    (error.status === 409 || /already ?exists|RESOURCE_ALREADY_EXISTS/i.test(error.reason));
  if (!isThere) throw error;
}

function collectionPath(reference: Reference): string {
  const path = referencePath(reference);
  return path.slice(0, path.lastIndexOf('/'));
}
