import type { Manifest } from './declared.ts';
import { asObject, type JsonObject } from './json.ts';

/** A declared object as it may be sent: a file may hold what only the server writes, as `kubectl get -o yaml` prints it. */
export function applicable({ name, object }: Pick<Manifest, 'name' | 'object'>, namespace: string | null): JsonObject {
  const { status: _status, ...rest } = object;
  const { labels, annotations, finalizers, ownerReferences } = asObject(object.metadata);
  const kept = Object.entries({ labels, annotations, finalizers, ownerReferences }).filter(
    ([, value]) => value !== undefined,
  );
  const place = namespace === null ? {} : { namespace };
  return { ...rest, metadata: { name, ...place, ...Object.fromEntries(kept) } as JsonObject };
}
