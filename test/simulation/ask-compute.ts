import type { JsonObject } from '../../shared/model/json.ts';
import { project } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { wholeRequest } from './whole-exchange.ts';

/** As people do it, and not a worker: `POST zones/us-central1-a/disks`, the path within the project. Throws when refused. */
export async function askCompute(
  { compute }: SimulatedWorld,
  request: string,
  body: JsonObject = {},
): Promise<JsonObject> {
  const [method = '', path = ''] = request.split(' ');
  const url = `https://compute.googleapis.com/compute/v1/projects/${project}/${path}`;
  const init = {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method !== 'DELETE' && { body: JSON.stringify(body) }),
  };
  const answer = (await (await compute.handle(wholeRequest(url, init))).json()) as JsonObject;
  if (answer.error) throw new Error(`${request}: ${JSON.stringify(answer.error)}`);
  return answer;
}
