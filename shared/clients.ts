import { AddressesClient } from '@google-cloud/compute/build/src/v1/addresses_client.js';
import { DisksClient } from '@google-cloud/compute/build/src/v1/disks_client.js';
import { FirewallsClient } from '@google-cloud/compute/build/src/v1/firewalls_client.js';
import { ForwardingRulesClient } from '@google-cloud/compute/build/src/v1/forwarding_rules_client.js';
import { GlobalOperationsClient } from '@google-cloud/compute/build/src/v1/global_operations_client.js';
import { InstanceGroupManagersClient } from '@google-cloud/compute/build/src/v1/instance_group_managers_client.js';
import { InstancesClient } from '@google-cloud/compute/build/src/v1/instances_client.js';
import { ProjectsClient } from '@google-cloud/compute/build/src/v1/projects_client.js';
import { RegionDisksClient } from '@google-cloud/compute/build/src/v1/region_disks_client.js';
import { RegionInstanceGroupManagersClient } from '@google-cloud/compute/build/src/v1/region_instance_group_managers_client.js';
import { RegionOperationsClient } from '@google-cloud/compute/build/src/v1/region_operations_client.js';
import { RegionsClient } from '@google-cloud/compute/build/src/v1/regions_client.js';
import { TargetPoolsClient } from '@google-cloud/compute/build/src/v1/target_pools_client.js';
import { ZoneOperationsClient } from '@google-cloud/compute/build/src/v1/zone_operations_client.js';
import { clientOptions, gax, googleFetch } from './google-client.ts';
import { type KubernetesClients, kubernetesClients } from './kubernetes-access.ts';
import type { ClusterDeclaration } from './model/cluster.ts';
import type { JsonObject } from './model/json.ts';
import type { Transport } from './transport.ts';
import { type WiringClients, wiringClients } from './wiring-clients.ts';
import type { World } from './world.ts';

export interface Clients {
  compute: ComputeClients;
  /** Built when first asked for; rejects with what is wrong with the access to the cluster. */
  kubernetes(): Promise<KubernetesClients>;
  wiring: WiringClients;
}

export function createClients(world: World, cluster: ClusterDeclaration, transport: Transport): Clients {
  let kubernetes: Promise<KubernetesClients> | undefined;
  return {
    compute: computeClients(world, transport),
    kubernetes: () => {
      kubernetes ??= kubernetesClients(world, cluster, transport);
      return kubernetes;
    },
    wiring: wiringClients(world, transport),
  };
}

export type ComputeClients = ReturnType<typeof computeClients>;

/** Google's own clients, each built when first asked for: a cold start pays for what it uses. */
export function computeClients(world: World, transport: Transport) {
  const base = world.config.computeEndpoint ?? 'https://compute.googleapis.com/compute/v1/';
  const options = clientOptions({ endpoint: base, transport, credentials: world.credentials });
  const built = new Map<object, unknown>();
  // The generated constructors ask for the whole of google-gax by type and use the part that speaks REST.
  const client = <T>(make: new (options: never, instance: never) => T): T => {
    if (!built.has(make)) built.set(make, new make(options as never, gax as never));
    return built.get(make) as T;
  };
  return {
    addresses: () => client(AddressesClient),
    disks: () => client(DisksClient),
    firewalls: () => client(FirewallsClient),
    forwardingRules: () => client(ForwardingRulesClient),
    globalOperations: () => client(GlobalOperationsClient),
    instanceGroupManagers: () => client(InstanceGroupManagersClient),
    instances: () => client(InstancesClient),
    projects: () => client(ProjectsClient),
    regionDisks: () => client(RegionDisksClient),
    regionInstanceGroupManagers: () => client(RegionInstanceGroupManagersClient),
    regionOperations: () => client(RegionOperationsClient),
    regions: () => client(RegionsClient),
    targetPools: () => client(TargetPoolsClient),
    zoneOperations: () => client(ZoneOperationsClient),
    /** For httpHealthChecks, which a target pool needs and Google's package leaves out. `path` starts at `projects/`. */
    rest: restClient(base, googleFetch({ transport, credentials: world.credentials })),
  };
}

function restClient(base: string, fetcher: Transport) {
  return async (method: string, path: string, body?: object): Promise<JsonObject> => {
    const init: RequestInit = { method, headers: { 'content-type': 'application/json' } };
    if (body) init.body = JSON.stringify(body);
    const response = await fetcher(new URL(path, base).href, init);
    return (await response.json()) as JsonObject;
  };
}
