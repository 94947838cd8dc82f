import type { KubernetesObject } from '../object.ts';
import type { Resource } from '../resource-table.ts';
import { invalid } from '../status.ts';
import { validateCustom } from './custom.ts';
import { invalidValue } from './field-error.ts';
import { validateImmutable } from './immutable.ts';
import { validateKind } from './kind.ts';
import { validateMetadata } from './metadata.ts';
import { validateStructure } from './structure.ts';

/** Throws 422 with every reason, as the server does. */
export function validate(object: KubernetesObject, before: KubernetesObject | undefined, resource: Resource): void {
  const type = `${resource.group}/${resource.kind}`;
  const errors = [
    ...validateMetadata(object, resource),
    ...(resource.schema ? validateCustom(object, resource.schema) : validateStructure(object, resource.shape)),
    ...(validateKind[type]?.(object) ?? []),
    ...(before ? [...keepsIdentity(before, object), ...validateImmutable(before, object, type)] : []),
  ];
  if (errors.length) throw invalid({ group: resource.group, kind: resource.kind, name: object.metadata.name }, errors);
}

function keepsIdentity(before: KubernetesObject, after: KubernetesObject) {
  const { name } = after.metadata;
  return name === before.metadata.name ? [] : [invalidValue('metadata.name', name, 'field is immutable')];
}
