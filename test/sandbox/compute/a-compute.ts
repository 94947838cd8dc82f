import { type Compute, createCompute } from '../../../sandbox/compute/compute.ts';
import type { JsonObject } from '../../../sandbox/compute/json.ts';
import type { ComputeOptions } from '../../../sandbox/compute/options.ts';
import { createVirtualClock, type VirtualClock } from '../../../sandbox/virtual-clock.ts';

export interface TestCompute {
  compute: Compute;
  clock: VirtualClock;
  /** The raw answer, for what is wrong on purpose. */
  send(verb: string, path: string, body?: unknown): Promise<Response>;
  get(path: string): Promise<JsonObject>;
  post(path: string, body?: unknown): Promise<JsonObject>;
  /** Sends, then lets time pass until the operation is DONE; answers the operation. */
  work(verb: string, path: string, body?: unknown): Promise<JsonObject>;
  /** Lets so many seconds pass. */
  pass(seconds: number): Promise<void>;
}

export const zone = '/zones/us-central1-a';
export const region = '/regions/us-central1';

/** A sandbox of its own on a virtual clock; paths are those of project `demo`. */
export function aCompute(options: Partial<ComputeOptions> = {}): TestCompute {
  const clock = createVirtualClock({ watchesInputOutput: false });
  const compute = createCompute({ runtime: clock, ...options });
  const send = (verb: string, path: string, body?: unknown) => compute.handle(aRequest(verb, path, body));
  const json = async (verb: string, path: string, body?: unknown) =>
    (await (await send(verb, path, body)).json()) as JsonObject;
  const pass = (seconds: number) => clock.advance(seconds * 1000);
  return {
    compute,
    clock,
    send,
    get: (path) => json('GET', path),
    post: (path, body = {}) => json('POST', path, body),
    work: async (verb, path, body) => untilDone({ send, pass }, await json(verb, path, body)),
    pass,
  };
}

async function untilDone(
  { send, pass }: Pick<TestCompute, 'send' | 'pass'>,
  operation: JsonObject,
): Promise<JsonObject> {
  if (operation.kind !== 'compute#operation') return operation;
  const path = String(operation.selfLink).replace(/^.*\/projects\/demo/, '');
  for (let round = 0; round < 100; round += 1) {
    const now = (await (await send('GET', path)).json()) as JsonObject;
    if (now.status === 'DONE') return now;
    await pass(5);
  }
  throw new Error(`\`${path}\` is not DONE after 500 s`);
}

export function aRequest(verb: string, path: string, body?: unknown): Request {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  return new Request(`http://sandbox.test/compute/v1/projects/demo${path}`, { method: verb, ...init });
}

export function aVm(name: string, more: JsonObject = {}): JsonObject {
  const sourceImage = 'projects/debian-cloud/global/images/family/debian-12';
  return {
    name,
    machineType: 'zones/us-central1-a/machineTypes/e2-small',
    disks: [{ boot: true, autoDelete: true, initializeParams: { sourceImage } }],
    networkInterfaces: [{ network: 'global/networks/default' }],
    ...more,
  };
}

export function aTemplate(name = 'tpl', more: JsonObject = {}): JsonObject {
  const { name: _, ...properties } = aVm(name, more);
  return { name, properties: { ...properties, machineType: 'e2-small' } };
}

/** A pool with one VM in it, both there. */
export async function aPoolWith(cloud: TestCompute, ...names: string[]): Promise<void> {
  for (const name of names) await cloud.work('POST', `${zone}/instances`, aVm(name));
  const instances = names.map((name) => `zones/us-central1-a/instances/${name}`);
  await cloud.work('POST', `${region}/targetPools`, { name: 'nodes', instances });
}

export function reasonOf(body: JsonObject): unknown {
  return (body as { error?: { errors?: { reason?: string }[] } }).error?.errors?.[0]?.reason;
}

export function messageOf(body: JsonObject): string {
  return String((body as { error?: { message?: string } }).error?.message);
}

export function namesOf(list: JsonObject): string[] {
  return ((list.items ?? []) as { name: string }[]).map((item) => item.name);
}

export function operationErrorOf(operation: JsonObject): { code?: string; message?: string } | undefined {
  return (operation as { error?: { errors?: { code: string; message: string }[] } }).error?.errors?.[0];
}
