import type { ComputeClients } from '../clients.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { HealthCheck } from '../model/live.ts';
import { type Page, type Reading, readList } from './pages.ts';
import { ownReference, type Project } from './project.ts';

/** N-09: a pool takes legacy HTTP health checks only, which Google's own client leaves out. */
export async function observeHealthChecks(compute: ComputeClients, project: Project): Promise<Reading<HealthCheck>> {
  const fetchPage = async (pageToken: string) => {
    const query = new URLSearchParams({
      maxResults: '500',
      returnPartialSuccess: 'true',
      ...(pageToken && { pageToken }),
    });
    const path = `projects/${project.id}/global/httpHealthChecks?${query}`;
    return (await compute.rest('GET', path)) as unknown as Page<JsonObject>;
  };
  return readList('healthChecks', fetchPage, (raw) => healthCheckOf(raw, project));
}

export function healthCheckOf(raw: JsonObject, project: Project): HealthCheck {
  return {
    reference: ownReference(textOf(raw.selfLink), project),
    port: Number(raw.port ?? 80),
    path: textOf(raw.requestPath) || '/',
    host: textOf(raw.host),
    intervalSeconds: Number(raw.checkIntervalSec ?? 5),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
