import { type Decision, ignore } from '../model/decision.ts';
import { regionOfZone } from './place.ts';

/** What is declared about a cluster, as far as it tells whether an event is its business. */
export interface DeclaredCluster {
  name: string;
  project: string;
  region: string;
  /** Where known: some events carry only the number. */
  projectNumber?: string | null;
  gke?: { location: string; name: string } | null;
}

/** Names of the clusters to look at. What an event does not say rules nobody out. */
export function clustersConcerned(decision: Decision, clusters: readonly DeclaredCluster[]): string[] {
  if (decision.decision !== 'act') return [];
  return clusters.filter((cluster) => concerns(decision, cluster)).map(({ name }) => name);
}

/**
 * Whether it may be the business of a cluster of which nothing but the project can be read, or not even that. A GKE
 * cluster that it names, and that is declared, is the only one it means.
 */
export function mayConcern(
  decision: Decision,
  { project }: { project: string | null },
  clusters: readonly DeclaredCluster[],
): boolean {
  if (decision.cluster !== null && clusters.some((one) => one.gke && concerns(decision, one))) return false;
  return project === null || isProjectOf(decision, { project });
}

/** An event that acts on nothing declared is ignored, with the reason in words. */
export function ofDeclaredClusters(decision: Decision, clusters: readonly DeclaredCluster[]): Decision {
  if (decision.decision !== 'act' || clustersConcerned(decision, clusters).length > 0) return decision;
  const isOurProject = clusters.some((cluster) => isProjectOf(decision, cluster));
  const why = isOurProject
    ? `no cluster is declared for ${placeInWords(decision)} in project ${decision.project ?? '(not named)'}`
    : `${decision.project ?? 'the project'} is not a project of ours`;
  return { ...decision, ...ignore(`${why} (${decision.why})`) };
}

function concerns(decision: Decision, cluster: DeclaredCluster): boolean {
  return isProjectOf(decision, cluster) && isRegionOf(decision, cluster) && isNamed(decision, cluster);
}

function isProjectOf({ project }: Decision, cluster: Pick<DeclaredCluster, 'project' | 'projectNumber'>): boolean {
  if (project === null) return true;
  if (!/^\d+$/.test(project)) return project === cluster.project;
  return !cluster.projectNumber || project === cluster.projectNumber;
}

function isRegionOf({ region }: Decision, cluster: DeclaredCluster): boolean {
  return region === null || region === cluster.region;
}

function isNamed({ cluster: named }: Decision, cluster: DeclaredCluster): boolean {
  if (named === null) return true;
  if (cluster.gke) return named.name === cluster.gke.name && named.location === cluster.gke.location;
  return named.location === cluster.region || regionOfZone(named.location) === cluster.region;
}

function placeInWords({ cluster, zone, region }: Decision): string {
  return cluster === null ? (zone ?? region ?? 'this place') : `GKE cluster ${cluster.location}/${cluster.name}`;
}
