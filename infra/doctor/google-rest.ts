import { googleFetch } from '../../shared/google-client.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { World } from '../../shared/world.ts';

/** Services that a run never asks and that have no client here. */
export type GoogleService = 'cloudfunctions' | 'cloudresourcemanager' | 'iam' | 'run' | 'serviceusage';

export type GoogleRest = (service: GoogleService, path: string, body?: JsonObject) => Promise<JsonObject>;

/** A GET, or a POST where there is a body. */
export function googleRest({ config, transport, credentials }: World): GoogleRest {
  const ask = googleFetch({ transport, credentials });
  return async (service, path, body) => {
    const base = config.accountsEndpoint ?? `https://${service}.googleapis.com`;
    const init: RequestInit = body
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : { method: 'GET' };
    return (await (await ask(new URL(path, base).href, init)).json()) as JsonObject;
  };
}
