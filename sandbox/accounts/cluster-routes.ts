import type { JsonObject } from '../compute/json.ts';
import { parameter, type Route, type ServiceCall } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';

/** A GKE cluster as a person says it; the rest is filled in. */
export interface ClusterFacts {
  project: string;
  location: string;
  name: string;
  /** Host, or `host:port`, of its API server. */
  endpoint: string;
  /** Base64 of the PEM, as `masterAuth.clusterCaCertificate` has it. */
  caCertificate?: string;
  /** Full or partial URLs of the instance groups of its node pools, by pool. */
  nodePools?: Record<string, readonly string[]>;
  version?: string;
  isAutopilot?: boolean;
  /** More fields, or others in place of these. */
  fields?: JsonObject;
}

/** `clusters.get` and `clusters.list` of container.googleapis.com, where clients learn how to reach the API server. */
export class Clusters {
  readonly #byName = new Map<string, JsonObject>();

  add(facts: ClusterFacts): void {
    this.#byName.set(
      `projects/${facts.project}/locations/${facts.location}/clusters/${facts.name}`,
      clusterFrom(facts),
    );
  }

  routes(): Route[] {
    return [
      this.#get('/v1/{name=projects/*/locations/*/clusters/*}'),
      this.#get('/v1/{name=projects/*/zones/*/clusters/*}'),
      {
        verb: 'GET',
        path: '/v1/{parent=projects/*/locations/*}/clusters',
        method: 'container.clusters.list',
        answer: (call) => this.#list(parameter(call, 'parent')),
      },
    ];
  }

  #get(path: string): Route {
    return { verb: 'GET', path, method: 'container.clusters.get', answer: (call) => this.#cluster(call) };
  }

  #cluster(call: ServiceCall): JsonObject {
    const name = parameter(call, 'name').replace('/zones/', '/locations/');
    const cluster = this.#byName.get(name);
    if (!cluster) throw new ServiceFailure('NOT_FOUND', `Not found: ${name.replace('/locations/', '/zones/')}.`);
    return cluster;
  }

  #list(parent: string): JsonObject {
    const under = parent.endsWith('/locations/-') ? parent.slice(0, -1) : `${parent}/`;
    const found = [...this.#byName].filter(([name]) => name.startsWith(under)).map(([, cluster]) => cluster);
    return found.length ? { clusters: found } : {};
  }
}

function clusterFrom(facts: ClusterFacts): JsonObject {
  const { project, location, name, endpoint, caCertificate, version = '1.36.1-gke.1000' } = facts;
  const pools = Object.entries(facts.nodePools ?? {}).map(([pool, instanceGroupUrls]) => ({
    name: pool,
    instanceGroupUrls: [...instanceGroupUrls],
    status: 'RUNNING',
    version,
  }));
  return {
    name,
    location,
    ...(/-[a-z]$/.test(location) ? { zone: location } : {}),
    endpoint,
    masterAuth: caCertificate ? { clusterCaCertificate: caCertificate } : {},
    controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: true, publicEndpoint: endpoint } },
    currentMasterVersion: version,
    currentNodeVersion: version,
    nodePools: pools,
    autopilot: facts.isAutopilot ? { enabled: true } : {},
    status: 'RUNNING',
    selfLink: `https://container.googleapis.com/v1/projects/${project}/locations/${location}/clusters/${name}`,
    ...facts.fields,
  };
}
