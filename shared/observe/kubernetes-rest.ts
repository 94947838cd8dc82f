import { ApiError } from '../errors.ts';
import type { KubernetesAccess } from '../kubernetes-access.ts';
import type { JsonObject } from '../model/json.ts';

/** Requests about objects of any kind, as JSON: a typed client would drop the fields it does not know. */
export interface KubernetesRest {
  get(path: string, accept?: string): Promise<JsonObject>;
  /** What the live object would be with `object` applied; nothing is changed (C-06). */
  applyDryRun(path: string, object: JsonObject): Promise<JsonObject>;
}

export function kubernetesRest({ server, transport }: KubernetesAccess): KubernetesRest {
  const send = async (path: string, init: RequestInit) =>
    readAnswer(await transport(server.replace(/\/+$/, '') + path, init), `${init.method} ${path}`);
  return {
    get: (path, accept = 'application/json') => send(path, { method: 'GET', headers: { accept } }),
    applyDryRun: (path, object) =>
      send(`${path}?dryRun=All&fieldManager=underpin&force=true&fieldValidation=Ignore`, {
        method: 'PATCH',
        headers: { accept: 'application/json', 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify(object),
      }),
  };
}

async function readAnswer(response: Response, request: string): Promise<JsonObject> {
  const text = await response.text();
  const value = parse(text);
  if (value !== undefined) return value;
  throw new ApiError(
    `${request}: the answer is no JSON object but \`${text.slice(0, 80)}\`; is that address the API server?`,
    response.status,
    'notJson',
  );
}

function parse(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
