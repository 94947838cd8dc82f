import type { JsonObject } from '../../shared/model/json.ts';
import { type KubernetesObject, objectAt, objectsAt, textAt } from './object.ts';
import { customShape } from './schema/custom-shape.ts';
import type { ApiResource } from './schema/schema-file.ts';
import { anyShape, builtInResources, type Shape, shapeOfKind } from './schema/shape.ts';

/** A resource that can be asked for, and what its objects are made of. */
export interface Resource extends ApiResource {
  shape: Shape;
  isCustom: boolean;
  /** Defaults and limits of a custom resource: its `openAPIV3Schema`. */
  schema?: JsonObject;
}

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const builtIn: readonly Resource[] = builtInResources.map((resource) => ({
  ...resource,
  isCustom: false,
  get shape() {
    return shapeOfKind(resource.group, resource.version, resource.kind) ?? anyShape;
  },
}));
const builtInByPath = new Map(
  builtIn.map((resource) => [pathOf(resource.group, resource.version, resource.plural), resource]),
);
const builtInByKind = new Map(
  builtIn.map((resource) => [pathOf(resource.group, resource.version, resource.kind), resource]),
);

/** The kinds this server has: those of Kubernetes, and those that definitions added. */
export class ResourceTable {
  readonly #custom = new Map<string, Resource>();

  find(group: string, version: string, plural: string): Resource | undefined {
    const path = pathOf(group, version, plural);
    return builtInByPath.get(path) ?? this.#custom.get(path);
  }

  findKind(apiVersion: string, kind: string): Resource | undefined {
    const [group, version] = splitApiVersion(apiVersion);
    const known = builtInByKind.get(pathOf(group, version, kind));
    return (
      known ??
      [...this.#custom.values()].find((one) => one.group === group && one.version === version && one.kind === kind)
    );
  }

  all(): Resource[] {
    return this.#custom.size ? [...builtIn, ...this.#custom.values()] : [...builtIn];
  }

  /** Takes the place of what the same definition said before. */
  define(definition: KubernetesObject): void {
    this.forget(definition);
    for (const resource of resourcesOf(definition))
      this.#custom.set(pathOf(resource.group, resource.version, resource.plural), resource);
  }

  forget(definition: KubernetesObject): void {
    const group = textAt(definition, 'spec', 'group');
    const plural = textAt(definition, 'spec', 'names', 'plural');
    for (const [path, one] of this.#custom) if (one.group === group && one.plural === plural) this.#custom.delete(path);
  }
}

export function splitApiVersion(apiVersion: string): [group: string, version: string] {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

export function apiVersionOf({ group, version }: { group: string; version: string }): string {
  return group ? `${group}/${version}` : version;
}

function pathOf(group: string, version: string, name: string): string {
  return `${group}/${version}/${name}`;
}

function resourcesOf(definition: KubernetesObject): Resource[] {
  const names = objectAt(definition, 'spec', 'names');
  const kind = textAt(names, 'kind') ?? '';
  const shared = {
    group: textAt(definition, 'spec', 'group') ?? '',
    plural: textAt(names, 'plural') ?? '',
    singular: textAt(names, 'singular') ?? kind.toLowerCase(),
    kind,
    namespaced: textAt(definition, 'spec', 'scope') === 'Namespaced',
    verbs: allVerbs,
    shortNames: textsOf(names.shortNames),
    categories: textsOf(names.categories),
    isCustom: true,
  };
  const served = objectsAt(definition, 'spec', 'versions').filter((version) => version.served === true);
  return served.map((version) => {
    const schema = objectAt(version, 'schema', 'openAPIV3Schema');
    const subresources = Object.keys(objectAt(version, 'subresources')).map((name): [string, string[]] => [
      name,
      ['get', 'patch', 'update'],
    ]);
    return {
      ...shared,
      version: textAt(version, 'name') ?? '',
      subresources: Object.fromEntries(subresources),
      schema,
      shape: customShape(kind, schema),
    };
  });
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
