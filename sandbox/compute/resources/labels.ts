import type { Call } from '../call.ts';
import { fingerprintOf, requireFingerprint } from '../fingerprint.ts';
import type { JsonObject } from '../json.ts';
import type { Labels, Resource } from '../kinds.ts';
import { orderOf, startOperation } from '../operation.ts';
import { requireTarget } from '../reference-input.ts';

type Labelled = Resource & { labels?: Labels; labelFingerprint?: string };

const words = {
  field: 'resource.labelFingerprint',
  stale: 'Labels fingerprint either invalid or resource labels have changed',
};

/** Replaces all labels; the fingerprint of those read before must be sent along. */
export function setLabels(call: Call, collection: string): JsonObject {
  const { world, target, body } = call;
  const resource = requireTarget(call, collection);
  const labels = (body.labels ?? {}) as Labels;
  return startOperation(orderOf(call), {
    target,
    targetId: resource.id,
    check: () => requireFingerprint(body.labelFingerprint, labelFingerprintOf(requireTarget(call, collection)), words),
    finish: () => world.store.change<string>(collection, target, (present) => labelled(present, labels)),
  });
}

function labelled<T extends Labelled>(resource: T, labels: Labels): T {
  const { labels: _, ...rest } = resource;
  const some = Object.keys(labels).length ? { labels } : {};
  return { ...rest, ...some, labelFingerprint: fingerprintOf(labels) } as T;
}

function labelFingerprintOf({ labels, labelFingerprint }: Labelled): string {
  return labelFingerprint ?? fingerprintOf(labels ?? {});
}
