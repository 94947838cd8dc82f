import type { Runtime } from '../../shared/runtime.ts';
import { newId, newProjectNumber } from './identifier.ts';
import type { JsonObject } from './json.ts';
import type { Resource } from './kinds.ts';
import { linkTo } from './link.ts';
import { refusal } from './refusal.ts';
import type { Store } from './store.ts';
import { timestampOf } from './timestamp.ts';

export interface Project {
  id: string;
  number: string;
  creationTimestamp: string;
  metadata: JsonObject;
  labels: JsonObject;
}

export interface ProjectWorld {
  runtime: Runtime;
  store: Store;
  regions: Readonly<Record<string, readonly string[]>>;
}

/** Every project id works: a project comes into being, with its default network, when it is first spoken of. */
export class Projects {
  readonly #world: ProjectWorld;
  readonly #byId = new Map<string, Project>();
  readonly #byNumber = new Map<string, Project>();

  constructor(world: ProjectWorld) {
    this.#world = world;
  }

  open(idOrNumber: string): Project {
    const known = this.#byId.get(idOrNumber) ?? this.#byNumber.get(idOrNumber);
    if (known) return known;
    if (/^\d+$/.test(idOrNumber)) throw refusal.notFound(`projects/${idOrNumber}`);
    if (!/^(?:[a-z0-9.-]+:)?[a-z][-a-z0-9]{0,61}$/.test(idOrNumber)) throw unknownProject(idOrNumber);
    return this.create(idOrNumber, newProjectNumber(this.#world.runtime));
  }

  create(id: string, number: string): Project {
    const creationTimestamp = timestampOf(this.#world.runtime.now());
    const project = { id, number, creationTimestamp, metadata: { kind: 'compute#metadata' }, labels: {} };
    this.#byId.set(id, project);
    this.#byNumber.set(number, project);
    this.#writeNetworks(project);
    return project;
  }

  /** The id of a project that is given by id or by number. */
  readonly idOf = (idOrNumber: string): string => this.#byNumber.get(idOrNumber)?.id ?? idOrNumber;

  readonly numberOf = (id: string): string => this.#byId.get(id)?.number ?? id;

  all(): Project[] {
    return [...this.#byId.values()];
  }

  #writeNetworks(project: Project): void {
    const { store, regions } = this.#world;
    const network = `projects/${project.id}/global/networks/default`;
    const subnetworks = Object.keys(regions).map((region, index) => this.#subnetwork(project, region, index));
    for (const subnetwork of subnetworks) store.write(subnetwork);
    const extra = {
      autoCreateSubnetworks: true,
      subnetworks: subnetworks.map((one) => one.selfLink),
      routingConfig: { routingMode: 'REGIONAL' },
      description: 'Default network for the project',
    };
    store.write<string>({ ...this.#resource('compute#network', network, project), ...extra });
  }

  #subnetwork(project: Project, region: string, index: number): Resource {
    const path = `projects/${project.id}/regions/${region}/subnetworks/default`;
    const extra = {
      region: linkTo(`projects/${project.id}/regions/${region}`),
      network: linkTo(`projects/${project.id}/global/networks/default`),
      ipCidrRange: `10.${128 + 4 * index}.0.0/20`,
      gatewayAddress: `10.${128 + 4 * index}.0.1`,
      purpose: 'PRIVATE',
      stackType: 'IPV4_ONLY',
    };
    return { ...this.#resource('compute#subnetwork', path, project), ...extra };
  }

  #resource(kind: string, path: string, project: Project): Resource {
    const { creationTimestamp } = project;
    return { kind, id: newId(this.#world.runtime), name: 'default', creationTimestamp, selfLink: linkTo(path) };
  }
}

function unknownProject(id: string): Error {
  return refusal.invalid(
    'project',
    id,
    "Must be a match of regex '(?:(?:[-a-z0-9]{1,63}\\.)*(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?):)?(?:[0-9]{1,19}|(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?))'",
  );
}
