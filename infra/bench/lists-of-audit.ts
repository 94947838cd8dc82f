import { readConfig } from '../../shared/config.ts';
import { silentLog } from '../../shared/log.ts';
import { auditManifests } from '../../shared/manifest-audit.ts';
import { realWorld } from '../../shared/world.ts';

/** Path and page of every LIST that an audit of the manifests sends. */
export async function listsOf(directory: string, kubeconfig: string): Promise<string[]> {
  const lists: string[] = [];
  const world = { ...realWorld(readConfig({ KUBECONFIG: kubeconfig })), log: silentLog };
  await auditManifests({ ...world, transport: noting }, directory);
  return lists;

  function noting(url: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams } = new URL(url);
    if (searchParams.has('limit')) lists.push(`${pathname} ${searchParams.get('continue') ?? ''}`);
    return world.transport(url, init);
  }
}
