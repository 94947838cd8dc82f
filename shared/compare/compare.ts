import type { Difference } from '../model/difference.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { type ApiType, typeOfKind, unknownType } from './api-types.ts';
import { compareValue } from './compare-value.ts';
import { isObject } from './scalar.ts';

/**
 * Where the live object is not as declared; only what is declared counts (C-01). `type` is of the kind's own schema
 * when no API server has it by itself (custom-types.ts).
 */
export function compareObject(declared: JsonObject, live: JsonObject, type?: ApiType): Difference[] {
  const known = type ?? typeOfKind(String(declared.apiVersion), String(declared.kind)) ?? unknownType;
  const root = { path: '', pointer: '', whole: false, field: '', siblings: {} };
  return compareValue(withoutBarePodNoise(declared, live), live, { ...root, type: known });
}

/** C-18: admission appends tolerations to a bare Pod; those declared have to be there, in any place. */
function withoutBarePodNoise(declared: JsonObject, live: JsonObject): JsonObject {
  if (declared.kind !== 'Pod' || !isObject(declared.spec) || !isObject(live.spec)) return declared;
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
