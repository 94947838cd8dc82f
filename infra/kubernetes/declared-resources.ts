import type { JsonObject } from '../../shared/model/json.ts';
import { type Kind, type Resource, resourceOfKind } from './resource-of-kind.ts';

type Manifest = Kind & { object: JsonObject };

/** The resources that the manifests of a declaration are of, once each. */
export function declaredResources(manifests: readonly Manifest[]): Resource[] {
  const plurals = new Map(manifests.flatMap(pluralsOf));
  const found = manifests.map((manifest) => resourceOfKind(manifest, plurals));
  return [...new Map(found.map((resource) => [`${resource.resource}.${resource.group}`, resource])).values()];
}

/** `Backup.example.com` -> `backups`, as a CustomResourceDefinition says. */
function pluralsOf({ kind, object }: Manifest): [string, string][] {
  if (kind !== 'CustomResourceDefinition') return [];
  const spec = object.spec as { group?: string; names?: { kind?: string; plural?: string } } | undefined;
  const { group = '', names } = spec ?? {};
  return names?.kind && names.plural ? [[`${names.kind}.${group}`, names.plural]] : [];
}
