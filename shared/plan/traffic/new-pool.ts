import type { PoolDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Live } from '../../model/live.ts';
import { type Reference, referencePath, regionOf } from '../../model/reference.ts';
import { groupStates } from '../node-group.ts';
import { poolReference } from '../pool.ts';
import { healthCheckReference } from './health-check.ts';

/** P-03: what is more than this is added by the next pass. */
const mostMembersAtCreation = 200;

/** With its members from the start, so that what is pointed at it answers at once. */
export function poolBody(declared: Declared, pool: PoolDeclaration, live: Live): JsonObject {
  const { cluster } = declared;
  const instances = firstMembers(declared, pool, live).map(referencePath);
  return {
    name: pool.name,
    description: `Kept by Underpin for cluster ${cluster.metadata.name}`,
    sessionAffinity: pool.sessionAffinity,
    ...(pool.healthCheck && { healthChecks: [referencePath(healthCheckReference(cluster, pool))] }),
    ...(instances.length > 0 && { instances }),
    ...(pool.backupPool !== undefined && {
      backupPool: referencePath(poolReference(declared, pool.backupPool)),
      failoverRatio: pool.failoverRatio ?? 0,
    }),
  };
}

export function createPoolCommand(declared: Declared, pool: PoolDeclaration, live: Live): string {
  const { name, project, location } = poolReference(declared, pool.name);
  const place = `${name} --project=${project} --region=${location}`;
  const flags = [
    ...(pool.sessionAffinity === 'NONE' ? [] : [`--session-affinity=${pool.sessionAffinity}`]),
    ...(pool.healthCheck ? [`--http-health-check=${healthCheckReference(declared.cluster, pool).name}`] : []),
    ...(pool.backupPool ? [`--backup-pool=${pool.backupPool}`, `--failover-ratio=${pool.failoverRatio ?? 0}`] : []),
  ];
  const byZone = Map.groupBy(firstMembers(declared, pool, live), ({ location: zone }) => zone);
  return [
    ['gcloud compute target-pools create', place, ...flags].join(' '),
    ...[...byZone].map(
      ([zone, members]) =>
        `gcloud compute target-pools add-instances ${place} --instances=${members.map((one) => one.name).join(',')} --instances-zone=${zone}`,
    ),
  ].join('\n');
}

function firstMembers({ cluster }: Declared, pool: PoolDeclaration, live: Live): Reference[] {
  const states = groupStates(cluster, live);
  return pool.nodeGroups
    .flatMap((name) => states.get(name)?.standings ?? [])
    .filter(
      ({ place, instance }) => place === 'wanted' && regionOf(instance.reference.location) === cluster.spec.region,
    )
    .map(({ instance }) => instance.reference)
    .filter((one, index, all) => all.findIndex((other) => referencePath(other) === referencePath(one)) === index)
    .toSorted((one, other) => (referencePath(one) < referencePath(other) ? -1 : 1))
    .slice(0, mostMembersAtCreation);
}
