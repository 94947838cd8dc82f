import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { objectOf } from '../observe/kubernetes-list.ts';
import { type Done, done } from './context.ts';
import type { ObjectName } from './object-rest.ts';

const longestPatch = 800;

/** What reverts an apply: delete what was not there; patch back what was. */
export function undoOfApply(of: ObjectName, before: JsonObject | null, after: JsonObject): Done {
  const place = of.namespace === null ? '' : ` --namespace=${of.namespace}`;
  const target = `${of.kind.toLowerCase()} ${of.name}${place}`;
  if (!before) return done(`kubectl delete ${target}`);
  // I-31: what it held would be printed.
  if (of.kind === 'Secret') return done(null, 'how it was is not shown, since it is a Secret');
  const patch = patchBack(ownPart(after), ownPart(before));
  if (patch === undefined) return done(null, 'it was as declared already');
  const text = JSON.stringify(patch);
  if (text.length > longestPatch) return done(null, 'how it was is too long to show');
  return done(`kubectl patch ${target} --type=merge --patch='${text.replaceAll("'", `'\\''`)}'`);
}

function ownPart({ status: _status, metadata, ...rest }: JsonObject): JsonObject {
  const { labels = null, annotations = null } = objectOf(metadata);
  return { ...rest, metadata: { labels, annotations } };
}

/** A JSON merge patch that turns `from` into `to`; `undefined` when there is nothing to turn. */
function patchBack(from: Json, to: Json): Json | undefined {
  if (!isObject(from) || !isObject(to)) return JSON.stringify(from) === JSON.stringify(to) ? undefined : to;
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = keys.flatMap((key): [string, Json][] => {
    const patch = key in to ? patchBack(from[key] ?? null, to[key] ?? null) : null;
    return patch === undefined ? [] : [[key, patch]];
  });
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}
