import type { Difference } from '../model/difference.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { type ApiType, customKind, typeOfKind, unknownType } from './api-types.ts';
import { compareValue } from './compare-value.ts';
import { isObject } from './scalar.ts';

/**
 * Where the live object is not as declared; only what is declared counts (C-01). `type` is of the kind's own schema
 * when no API server has it by itself (custom-types.ts).
 */
export function compareObject(declared: JsonObject, live: JsonObject, type?: ApiType): Difference[] {
  const known = type ?? typeOfKind(String(declared.apiVersion), String(declared.kind)) ?? customKind(() => unknownType);
  const root = { path: '', pointer: '', whole: false, field: '', siblings: {}, fallback: undefined };
  return compareValue(expectedOf(declared, live), live, { ...root, type: known });
}

/** What the server or its controllers make of some kinds in any case (C-07, C-18). */
function expectedOf(declared: JsonObject, live: JsonObject): JsonObject {
  if (declared.kind === 'Pod') return withAppendedTolerations(declared, live);
  if (declared.kind === 'ClusterRole' && isObject(declared.aggregationRule)) return { ...declared, rules: null };
  return declared;
}

/** C-18: admission appends tolerations to a bare Pod. */
function withAppendedTolerations(declared: JsonObject, live: JsonObject): JsonObject {
  if (!isObject(declared.spec) || !isObject(live.spec)) return declared;
  const { tolerations } = declared.spec;
  const found = live.spec.tolerations;
  if (!Array.isArray(tolerations) || !Array.isArray(found)) return declared;
  const appended = found.slice(tolerations.length).filter(isAppended);
  return { ...declared, spec: { ...declared.spec, tolerations: [...tolerations, ...appended] } };
}

function isAppended(toleration: Json): boolean {
  const key = isObject(toleration) ? toleration.key : undefined;
  return typeof key === 'string' && key.startsWith('node.kubernetes.io/');
}
