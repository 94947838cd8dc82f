import type { JsonObject } from '../../model/json.ts';

const kinds = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'CustomResourceDefinition']);

/** With these goes what nobody can bring up again from the files. */
export function holdsData({ kind, object }: { kind: string; object?: JsonObject }): boolean {
  return kinds.has(kind) || (kind === 'StatefulSet' && object !== undefined && takesClaims(object));
}

/** It owns its claims, and they are deleted with it. */
function takesClaims({ spec }: JsonObject): boolean {
  const { persistentVolumeClaimRetentionPolicy: policy } = objectIn(spec);
  return objectIn(policy).whenDeleted === 'Delete';
}

function objectIn(value: JsonObject[string] | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
