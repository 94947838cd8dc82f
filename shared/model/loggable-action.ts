import type { Action } from './action.ts';
import { digestOf } from './digest.ts';
import { isObject, type JsonObject } from './json.ts';

/** What a log line or a file says of an action: of an object its name and a digest, since it may hold secrets (I-31). */
export function loggableAction(action: Action): Action | JsonObject {
  if (action.kind !== 'apply-object' || 'digest' in action) return action;
  const { apiVersion = null, kind = null, metadata } = action.object;
  const { namespace = null, name = null } = isObject(metadata) ? metadata : {};
  return { kind: action.kind, object: { apiVersion, kind, metadata: { namespace, name } }, digest: digestOf(action) };
}
