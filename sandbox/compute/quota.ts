import type { JsonObject } from './json.ts';
import { lastSegment } from './link.ts';
import { machineTypeOf } from './machine-type.ts';
import type { World } from './world.ts';

/** What the project as a whole has of each kind, and may have. */
export function projectQuotas({ store, settings }: World, project: string): JsonObject[] {
  const regional = (collection: string) =>
    sum(
      ['global', ...Object.keys(settings.regions).map((region) => `regions/${region}`)],
      (scope) => store.shelf(collection, `projects/${project}/${scope}`).length,
    );
  return [
    quota('NETWORKS', 15, regional('networks')),
    quota('FIREWALLS', 200, regional('firewalls')),
    quota('FORWARDING_RULES', 45, regional('forwardingRules')),
    quota('TARGET_POOLS', 150, regional('targetPools')),
    quota('HEALTH_CHECKS', 150, regional('healthChecks') + regional('httpHealthChecks')),
    quota('INSTANCE_TEMPLATES', 300, regional('instanceTemplates')),
    quota('STATIC_ADDRESSES', 21, regional('addresses')),
  ];
}

export function regionQuotas({ store, settings }: World, project: string, region: string): JsonObject[] {
  const zones = (settings.regions[region] ?? []).map((zone) => `projects/${project}/zones/${zone}`);
  const instances = zones.flatMap((zone) => [...store.shelf('instances', zone)]);
  const addresses = store.shelf('addresses', `projects/${project}/regions/${region}`);
  return [
    quota(
      'CPUS',
      72,
      sum(instances, ({ machineType }) => cpusOf(machineType)),
    ),
    quota(
      'DISKS_TOTAL_GB',
      40_960,
      sum(zones, (zone) => sum(store.shelf('disks', zone), ({ sizeGb }) => Number(sizeGb))),
    ),
    quota('STATIC_ADDRESSES', 8, addresses.length),
    quota('IN_USE_ADDRESSES', 69, addresses.filter(({ status }) => status === 'IN_USE').length),
    quota('INSTANCES', 720, instances.length),
    quota(
      'INSTANCE_GROUP_MANAGERS',
      50,
      sum(zones, (zone) => store.shelf('instanceGroupManagers', zone).length),
    ),
  ];
}

function quota(metric: string, limit: number, usage: number): JsonObject {
  return { metric, limit, usage };
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

function cpusOf(machineType: string): number {
  return machineTypeOf('zones/any', lastSegment(machineType))?.guestCpus ?? 0;
}
