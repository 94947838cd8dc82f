import type { Manifest, Stack } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import { asObject, type JsonObject } from '../../model/json.ts';
import type { ObservedObject } from '../../model/objects.ts';

const controllers = new Set(['ReplicationController', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/**
 * `kubectl delete pod,rc,service -l app=NAME` tears a stack down only when all of it carries the label. A stack in which
 * nothing does is kept in another way, and is left alone.
 */
export function appLabelFindings(stacks: readonly Stack[], observed: readonly ObservedObject[] = []): Finding[] {
  const subjects = new Map(observed.map(({ manifest, subject }) => [manifest, subject]));
  return stacks.flatMap((stack) => {
    const places = stack.manifests.flatMap(labelPlaces);
    const reliesOnLabel = places.some(({ labels }) => labels.app === stack.name);
    return reliesOnLabel
      ? places.filter(({ labels }) => labels.app === undefined).map((one) => lacking(one, stack, subjects))
      : [];
  });
}

interface Place {
  manifest: Manifest;
  path: string;
  labels: JsonObject;
}

function labelPlaces(manifest: Manifest): Place[] {
  const { kind, object } = manifest;
  if (kind !== 'Service' && kind !== 'Pod' && !controllers.has(kind)) return [];
  const own = { manifest, path: 'metadata.labels', labels: labelsOf(object) };
  if (!controllers.has(kind)) return [own];
  const template = asObject(asObject(object.spec).template);
  return [own, { manifest, path: 'spec.template.metadata.labels', labels: labelsOf(template) }];
}

function lacking({ manifest, path }: Place, stack: Stack, subjects: Map<Manifest, string>): Finding {
  const { kind, name, namespace } = manifest;
  return finding({
    severity: 'info',
    subject: subjects.get(manifest) ?? `${kind}/${namespace ?? 'default'}/${name}`,
    path: `${path}.app`,
    declared: null,
    why: `no label \`app: ${stack.name}\`, as others of the stack have: tear-down by that label leaves it behind; add it in ${manifest.source.file}`,
    rule: 'C-01',
    source: manifest.locate(path),
    stack: stack.name,
  });
}

function labelsOf(object: JsonObject): JsonObject {
  return asObject(asObject(object.metadata).labels);
}
