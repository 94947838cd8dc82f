import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Writer } from '../fields/manager.ts';
import { isSame, type KubernetesObject, type OwnerReference } from '../object.ts';
import { apiVersionOf, type Resource } from '../resource-table.ts';
import { StatusError } from '../status.ts';
import { createObject } from '../verbs/create.ts';
import { type DeleteOptions, deleteObject } from '../verbs/delete.ts';
import { updateObject } from '../verbs/update.ts';
import { timestamp, type World } from '../world.ts';

const resources = {
  pods: ['', 'v1'],
  nodes: ['', 'v1'],
  services: ['', 'v1'],
  namespaces: ['', 'v1'],
  serviceaccounts: ['', 'v1'],
  configmaps: ['', 'v1'],
  replicationcontrollers: ['', 'v1'],
  replicasets: ['apps', 'v1'],
  deployments: ['apps', 'v1'],
  daemonsets: ['apps', 'v1'],
  statefulsets: ['apps', 'v1'],
  jobs: ['batch', 'v1'],
  endpointslices: ['discovery.k8s.io', 'v1'],
  events: ['', 'v1'],
  persistentvolumes: ['', 'v1'],
  persistentvolumeclaims: ['', 'v1'],
} as const;

export type ControlledKind = keyof typeof resources;

/** A controller's reads and writes, under its name. A write that the server would refuse is left for the next turn. */
export class Clerk {
  readonly world: World;
  readonly #manager: string;

  constructor(world: World, manager: string) {
    this.world = world;
    this.#manager = manager;
  }

  list(kind: ControlledKind, namespace?: string): KubernetesObject[] {
    return this.world.store.list(this.#resource(kind), namespace);
  }

  get(kind: ControlledKind, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.world.store.get(this.#resource(kind), namespace, name);
  }

  create(kind: ControlledKind, object: JsonObject): void {
    const resource = this.#resource(kind);
    const whole = { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind } as KubernetesObject;
    this.#attempt(() =>
      createObject({ world: this.world, resource }, whole, { writer: this.#writer(resource, undefined), isOwn: true }),
    );
  }

  setStatus(kind: ControlledKind, object: KubernetesObject, status: JsonObject): void {
    if (isSame(object.status, status)) return;
    this.#update(kind, { before: object, after: { ...object, status } }, 'status');
  }

  change(kind: ControlledKind, object: KubernetesObject, change: Partial<KubernetesObject>): void {
    this.#update(kind, { before: object, after: { ...object, ...change } as KubernetesObject }, undefined);
  }

  /** Past validation: what only the server's own parts may write, such as the node of a pod. */
  overwrite(kind: ControlledKind, object: KubernetesObject): void {
    this.world.store.write(this.#resource(kind), object);
  }

  remove(kind: ControlledKind, object: KubernetesObject, options: Partial<DeleteOptions> = {}): void {
    const resource = this.#resource(kind);
    if (
      this.world.store.get(resource, object.metadata.namespace, object.metadata.name)?.metadata.uid !==
      object.metadata.uid
    )
      return;
    this.#attempt(() =>
      deleteObject({ world: this.world, resource }, object, { dryRun: false, propagation: 'Background', ...options }),
    );
  }

  /** At once, whatever would keep it. */
  erase(kind: ControlledKind, object: KubernetesObject): void {
    this.world.store.remove(this.#resource(kind), object);
  }

  now(): string {
    return timestamp(this.world.runtime);
  }

  #update(
    kind: ControlledKind,
    change: { before: KubernetesObject; after: KubernetesObject },
    subresource: string | undefined,
  ): void {
    const resource = this.#resource(kind);
    this.#attempt(() =>
      updateObject({ world: this.world, resource }, change, {
        writer: this.#writer(resource, subresource),
        subresource,
        isPatch: true,
        isOwn: true,
      }),
    );
  }

  #attempt(write: () => unknown): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      // Others were quicker: 403, 404, 409. What is refused for itself is told, as the controllers of Kubernetes do.
      if (error.code === 422) this.#tell(error);
    }
  }

  #tell({ message }: StatusError): void {
    const name = `${this.#manager}.${createHash('sha256').update(message).digest('hex').slice(0, 16)}`;
    if (this.get('events', 'default', name)) return;
    const involvedObject = { kind: 'Namespace', name: 'default', namespace: 'default' };
    const source = { component: this.#manager };
    const at = this.now();
    const what = {
      type: 'Warning',
      reason: 'FailedCreate',
      message,
      involvedObject,
      source,
      firstTimestamp: at,
      lastTimestamp: at,
    };
    this.create('events', { metadata: { name, namespace: 'default' }, ...what });
  }

  #resource(kind: ControlledKind): Resource {
    const [group, version] = resources[kind];
    const resource = this.world.table.find(group, version, kind);
    if (!resource) throw new Error(`schema.json has no \`${kind}\`; make it anew with schema/extract.ts`);
    return resource;
  }

  #writer(resource: Resource, subresource: string | undefined): Writer {
    return {
      manager: this.#manager,
      operation: 'Update',
      apiVersion: apiVersionOf(resource),
      subresource,
      time: this.now(),
    };
  }
}

export function ownerOf(object: KubernetesObject): OwnerReference {
  const { name, uid = '' } = object.metadata;
  return { apiVersion: object.apiVersion, kind: object.kind, name, uid, controller: true, blockOwnerDeletion: true };
}
