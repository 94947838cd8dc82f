import type { ActionOf, InstanceIdentity } from '../../model/action.ts';
import type { PoolDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Live } from '../../model/live.ts';
import { referencePath, regionOf } from '../../model/reference.ts';
import { groupStates } from '../node-group.ts';
import { poolReference } from '../pool.ts';
import { standingsOf } from '../pool-case.ts';
import { healthCheckReference } from './health-check.ts';
import { descriptionFor } from './keeper.ts';

/** P-03: what is more than this is added by the next pass. */
const mostMembersAtCreation = 200;

/** With its members from the start, so that what is pointed at it answers at once. */
export function createPoolAction(declared: Declared, pool: PoolDeclaration, live: Live): ActionOf<'create-pool'> {
  const reference = poolReference(declared, pool.name);
  const members = firstMembers(declared, pool, live);
  return { kind: 'create-pool', pool: reference, members, body: poolBody(declared, pool, members) };
}

function poolBody(declared: Declared, pool: PoolDeclaration, members: InstanceIdentity[]): JsonObject {
  const { cluster } = declared;
  const instances = members.map(({ reference }) => referencePath(reference));
  return {
    name: pool.name,
    description: descriptionFor(cluster),
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
  const members = firstMembers(declared, pool, live).map(({ reference }) => reference);
  const byZone = Map.groupBy(members, ({ location: zone }) => zone);
  return [
    ['gcloud compute target-pools create', place, ...flags].join(' '),
    ...[...byZone].map(
      ([zone, members]) =>
        `gcloud compute target-pools add-instances ${place} --instances=${members.map((one) => one.name).join(',')} --instances-zone=${zone}`,
    ),
  ].join('\n');
}

/** I-26: a VM that is to be left alone is not among them. */
function firstMembers({ cluster }: Declared, pool: PoolDeclaration, live: Live): InstanceIdentity[] {
  const states = groupStates(cluster, live);
  const standings = standingsOf(pool.nodeGroups.flatMap((name) => states.get(name) ?? []));
  return [...standings]
    .filter(([, { place, instance }]) => place === 'wanted' && !instance.protected)
    .map(([path, { instance }]) => ({ reference: instance.reference, id: instance.id, path }))
    .filter(({ reference }) => regionOf(reference.location) === cluster.spec.region)
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .slice(0, mostMembersAtCreation)
    .map(({ reference, id }) => ({ reference, id }));
}
