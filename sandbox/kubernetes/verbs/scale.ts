import type { Json, JsonObject } from '../../../shared/model/json.ts';
import type { Answer } from '../asked.ts';
import { copy, isObject, type KubernetesObject, numberAt, objectAt, objectsAt, setAt, textAt } from '../object.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import type { Ask } from './ask.ts';
import { readBody } from './body.ts';
import { live } from './dispatch.ts';
import { updateObject } from './update.ts';
import { isDryRun, writerOf } from './writer.ts';

/** `/scale`: the number of replicas, whatever the kind. */
export function scale(ask: Ask): Answer {
  const { asked, body } = ask;
  const object = live(ask);
  const current = scaleOf(object);
  if (asked.verb === 'get') return { status: 200, body: current };
  const wish = asked.verb === 'update' ? readBody(body) : patched(current, readBody(body), body.contentType);
  const after = copy(object);
  setAt(after, ['spec', 'replicas'], numberAt(wish, 'spec', 'replicas') ?? 0);
  const version = textAt(wish, 'metadata', 'resourceVersion');
  const { resourceVersion: _, ...metadata } = after.metadata;
  const changed: KubernetesObject = {
    ...after,
    metadata: version ? { ...metadata, resourceVersion: version } : metadata,
  };
  const options = { writer: writerOf(ask), dryRun: isDryRun(asked), isPatch: true };
  return { status: 200, body: scaleOf(updateObject(ask, { before: object, after: changed }, options)) };
}

function patched(current: JsonObject, patch: Json, contentType: string): Json {
  return contentType === 'application/json-patch+json'
    ? applyJsonPatch(current, patch)
    : applyMergePatch(current, patch);
}

function scaleOf(object: KubernetesObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const known = Object.entries({ name, namespace, uid, resourceVersion, creationTimestamp }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: Object.fromEntries(known),
    spec: { replicas: numberAt(object, 'spec', 'replicas') ?? 0 },
    status: {
      replicas: numberAt(object, 'status', 'replicas') ?? 0,
      selector: selectorText(objectAt(object, 'spec', 'selector')),
    },
  };
}

function selectorText(selector: JsonObject): string {
  const labels =
    isObject(selector.matchLabels) || objectsAt(selector, 'matchExpressions').length
      ? objectAt(selector, 'matchLabels')
      : selector;
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}
