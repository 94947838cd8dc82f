import { asObject, type JsonObject } from '../../model/json.ts';

const kinds = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'CustomResourceDefinition']);

/** With these goes what nobody can bring up again from the files. */
export function holdsData({ kind, object }: { kind: string; object?: JsonObject }): boolean {
  return kinds.has(kind) || (kind === 'StatefulSet' && object !== undefined && takesClaims(object));
}

/** It owns its claims, and they are deleted with it. */
function takesClaims({ spec }: JsonObject): boolean {
  const { persistentVolumeClaimRetentionPolicy: policy } = asObject(spec);
  return asObject(policy).whenDeleted === 'Delete';
}
