import { ApiError, hasStatus } from '../errors.ts';
import type { KubernetesAccess } from '../kubernetes-access.ts';
import type { JsonObject } from '../model/json.ts';
import { discover, type Resource } from '../observe/discovery.ts';
import { kubernetesRest } from '../observe/kubernetes-rest.ts';
import { objectPath } from '../observe/list-objects.ts';
import type { ApplyContext } from './context.ts';

export interface ObjectName {
  apiVersion: string;
  kind: string;
  namespace: string | null;
  name: string;
}

/** One object of any kind: `null` where the server answers 404. */
export interface ObjectRest {
  get(): Promise<JsonObject | null>;
  /** As field manager `underpin`; throws ApiError 409 where another manager owns a field. */
  apply(object: JsonObject): Promise<JsonObject>;
  delete(options: JsonObject): Promise<JsonObject | null>;
}

type Reading = Pick<ApplyContext, 'clients' | 'reads'>;

export async function objectRest(of: ObjectName, { clients, reads }: Reading): Promise<ObjectRest> {
  const { access } = await clients.kubernetes();
  const path = objectPath(await resourceOf(of, access, reads), of.namespace, of.name);
  const request = (init: RequestInit, query = '') => send(access, path + query, init);
  const json = (type: string, body: JsonObject) => ({ headers: { 'content-type': type }, body: JSON.stringify(body) });
  return {
    get: () => orNull(request({ method: 'GET', headers: { accept: 'application/json' } })),
    apply: (object) =>
      request(
        { method: 'PATCH', ...json('application/apply-patch+yaml', object) },
        '?fieldManager=underpin&fieldValidation=Strict',
      ),
    delete: (options) => orNull(request({ method: 'DELETE', ...json('application/json', options) })),
  };
}

async function send({ server, transport }: KubernetesAccess, path: string, init: RequestInit): Promise<JsonObject> {
  const response = await transport(server.replace(/\/$/, '') + path, init);
  return (await response.json()) as JsonObject;
}

/** `null` for an object that is not there. A namespace that is missing is another matter, and stays an error. */
async function orNull(answer: Promise<JsonObject>): Promise<JsonObject | null> {
  return answer.catch((error: unknown) => {
    if (hasStatus(error, 404)) return null;
    throw error;
  });
}

/** Asked once for all steps of a plan, each of which has clients of its own, and again for a kind that has just been defined. */
async function resourceOf(of: ObjectName, access: KubernetesAccess, reads: Reading['reads']): Promise<Resource> {
  const known = reads.get(servedKinds) as Promise<Resource[]> | undefined;
  const found = known && findIn(await known, of);
  const now = found ?? findIn(await readServed(access, reads), of);
  if (now) return now;
  throw new ApiError(`the API server does not serve ${of.kind} in ${of.apiVersion}`, 404, 'notServed');
}

function findIn(resources: Resource[], { apiVersion, kind }: ObjectName): Resource | undefined {
  return resources.find((one) => one.apiVersion === apiVersion && one.kind === kind);
}

const servedKinds = 'what the API server has';

function readServed(access: KubernetesAccess, reads: Reading['reads']): Promise<Resource[]> {
  const reading = discover(kubernetesRest(access)).then(({ resources }) => resources);
  reads.set(servedKinds, reading);
  reading.catch(() => reads.delete(servedKinds));
  return reading;
}
