import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { TargetPool } from '../model/live.ts';
import { type Reading, readList } from './pages.ts';
import { ownReference, type Project } from './project.ts';

type RawPool = protos.google.cloud.compute.v1.ITargetPool;
type RawPage = protos.google.cloud.compute.v1.ITargetPoolList;

/** All pools of the region in one list, however many are declared. */
export async function observeTargetPools(
  compute: ComputeClients,
  project: Project,
  region: string,
): Promise<Reading<TargetPool>> {
  const fetchPage = async (pageToken: string) => {
    const request = { project: project.id, region, maxResults: 500, returnPartialSuccess: true, pageToken };
    const [, , page] = await compute.targetPools().list(request, { autoPaginate: false });
    return page as RawPage;
  };
  return readList('pools', fetchPage, (raw: RawPool) => targetPoolOf(raw, project));
}

export function targetPoolOf(raw: RawPool, project: Project): TargetPool {
  return {
    reference: ownReference(raw.selfLink, project),
    members: (raw.instances ?? []).map((url) => {
      const instance = project.parse(url);
      return { url, instance: instance?.collection === 'instances' ? instance : null };
    }),
    healthChecks: raw.healthChecks ?? [],
    sessionAffinity: String(raw.sessionAffinity || 'NONE'),
    backupPool: raw.backupPool || null,
    failoverRatio: raw.failoverRatio ?? null,
    description: raw.description ?? '',
  };
}
