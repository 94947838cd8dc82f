import type { ClusterDeclaration, PoolDeclaration } from '../../model/cluster.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Reference } from '../../model/reference.ts';
import { descriptionFor } from './keeper.ts';
import { resourceName } from './name.ts';

/** N-09: legacy HTTP, the only kind a target pool takes. */
export function healthCheckReference(cluster: ClusterDeclaration, pool: PoolDeclaration): Reference {
  return {
    project: cluster.spec.project,
    location: 'global',
    collection: 'httpHealthChecks',
    name: pool.healthCheck?.name ?? resourceName(cluster.metadata.name, pool.name),
  };
}

export function healthCheckBody(cluster: ClusterDeclaration, pool: PoolDeclaration): JsonObject {
  return {
    name: healthCheckReference(cluster, pool).name,
    description: descriptionFor(cluster, `pool ${pool.name}`),
    port: pool.healthCheck?.port ?? 80,
    requestPath: pool.healthCheck?.path ?? '/',
  };
}

export function healthCheckCommand(verb: 'create' | 'update', { project, name }: Reference, body: JsonObject): string {
  return `gcloud compute http-health-checks ${verb} ${name} --project=${project} --port=${body.port} --request-path=${body.requestPath}`;
}
