import type { Declared } from '../../shared/model/declared.ts';
import type { World } from '../../shared/world.ts';
import type { RoleName } from '../roles.ts';
import { accountOf, type Deployment } from './deployment.ts';
import { readFunction } from './functions.ts';
import { type GoogleRest, googleRest } from './google-rest.ts';
import { type NodesSeen, seeNodes } from './node-accounts.ts';

export interface DoctorRequest {
  location: string;
  /** Where Underpin runs; by default the project and the region of the first cluster. */
  project?: string | undefined;
  region?: string | undefined;
  name: string;
  /** Further addresses that must refuse whoever says not who they are. */
  urls: readonly string[];
}

/** What all checks are asked with. */
export interface Examination {
  request: DoctorRequest;
  /** Its transport cannot change anything. */
  world: World;
  rest: GoogleRest;
  deployment: Deployment;
  /** Of the accounts that are there: the builder's is optional. */
  roles: readonly RoleName[];
  /** Some cluster is GKE. */
  gke: boolean;
  clusters: readonly ExaminedCluster[];
}

export interface ExaminedCluster {
  declared: Declared;
  nodes: NodesSeen;
}

export async function beginExamination(
  request: DoctorRequest,
  { declared, world, deployment }: { declared: readonly Declared[]; world: World; deployment: Deployment },
): Promise<Examination> {
  const rest = googleRest(world);
  const [roles, clusters] = await Promise.all([
    deployedRoles(rest, deployment),
    Promise.all(declared.map(async (one) => ({ declared: one, nodes: await seeNodes(one, world) }))),
  ]);
  const gke = declared.some(({ cluster }) => 'gke' in cluster.spec.kubernetes);
  return { request, world, rest, deployment, roles, gke, clusters };
}

/** manual-repair runs as the builder where creating was allowed. That it cannot be read is told with the functions. */
async function deployedRoles(rest: GoogleRest, deployment: Deployment): Promise<RoleName[]> {
  const found = await readFunction(rest, deployment, 'manual-repair').catch(() => null);
  const builder = found?.account === accountOf(deployment, 'builder');
  return ['auditor', 'repairer', ...(builder ? (['builder'] as const) : [])];
}
