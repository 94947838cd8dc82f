import { wouldGo } from '../compare/writers.ts';
import { type ApiError, hasStatus } from '../errors.ts';
import type { ActionOf } from '../model/action.ts';
import type { JsonObject } from '../model/json.ts';
import { isProtectedObject } from '../model/protection.ts';
import { objectOf, textOf } from '../observe/kubernetes-list.ts';
import { asLive } from './as-live.ts';
import { type ApplyContext, blocked, confirmLease, type Done, leftToPerson, marked } from './context.ts';
import { type ObjectName, objectRest } from './object-rest.ts';
import { undoOfApply } from './undo-apply.ts';

type Application = ActionOf<'apply-object'>;

/** Server-side apply as field manager `underpin`. What another manager owns is told, never taken (no `force`). */
export async function applyObject(action: Application, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { object, spared = [] } = action;
  const of = nameOf(object);
  const rest = await objectRest(of, context);
  const before = await rest.get();
  if (before && isProtectedObject(before)) return marked('it');
  await confirmLease(context, lookedAt);
  try {
    await rest.apply(before ? spared.reduce((body, path) => sparing(body, before, path), object) : object);
  } catch (error) {
    if (isConflict(error)) return leftToPerson(conflictWords(error, action));
    if (isNamespaceAbsent(error)) return blocked(`${error.message}: kubectl create namespace ${of.namespace}`);
    throw error;
  }
  const after = await rest.get();
  if (!after) return blocked('it was gone right after it was applied');
  return undoOfApply(of, before, after);
}

/** What others alone wrote stays without being sent, and stays theirs. */
function sparing(object: JsonObject, live: JsonObject, path: string): JsonObject {
  return asLive(object, wouldGo(live, path, 'underpin') ? live : {}, path);
}

export function nameOf({ apiVersion, kind, metadata }: JsonObject): ObjectName {
  const { namespace, name } = objectOf(metadata);
  return {
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    namespace: textOf(namespace) || null,
    name: textOf(name),
  };
}

function isConflict(error: unknown): error is ApiError {
  return hasStatus(error, 409) && /conflict/i.test(error.message);
}

function isNamespaceAbsent(error: unknown): error is ApiError {
  return hasStatus(error, 404) && /namespaces ".*" not found/.test(error.message);
}

/** The server names the manager and the fields: `conflict with "kubectl-edit" using apps/v1: .spec.replicas`. */
function conflictWords({ message }: ApiError, { command, spared }: Application): string {
  const words = message.replace(/.*?: 409 /, '').replace(/\s+/g, ' ');
  const flags = '--server-side --force-conflicts --field-manager=underpin';
  const taking = command.replace('kubectl apply', `kubectl apply ${flags}`);
  const way = spared
    ? `\`kubectl apply\` of the file would take it over, and what is to stay, too (\`${spared.join('`, `')}\`)`
    : `take it over with \`${taking}\``;
  return `${words}. It stays as that manager left it; ${way}`;
}
