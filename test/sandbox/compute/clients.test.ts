import { createRequire } from 'node:module';
import test from 'ava';
import { createCompute } from '../../../sandbox/compute/compute.ts';
import { faultNumbered } from '../../../sandbox/compute/faults/catalogue.ts';
import { serveHttp } from '../../../sandbox/serve-http.ts';
import { systemRuntime } from '../../../shared/runtime.ts';
import { aVm } from './a-compute.ts';

type Answer = Promise<[Record<string, unknown>]>;
type Client = Record<string, (request: object) => Answer>;

const require = createRequire(import.meta.url);

/** Google's own client over real HTTP. It asks of its `auth` only headers and a fetch. */
async function aClient(name: string, path: string) {
  const compute = createCompute({ runtime: systemRuntime, latencyScale: 0.01 });
  const server = await serveHttp(compute.handle);
  const auth = {
    getRequestHeaders: async () => new Headers(),
    fetch: (url: string, { headers, method, body, signal }: RequestInit) =>
      fetch(url, {
        method: method ?? 'GET',
        ...(headers ? { headers } : {}),
        ...(body ? { body } : {}),
        ...(signal ? { signal } : {}),
      }),
  };
  const module = require(`@google-cloud/compute/build/src/v1/${path}.js`) as Record<
    string,
    new (
      options: object,
    ) => Client
  >;
  const options = { apiEndpoint: '127.0.0.1', port: server.port, protocol: 'http', auth };
  const Constructor = module[name];
  if (!Constructor) throw new Error(`\`${name}\` is not exported`);
  const others = (other: string, file: string) => {
    const Other = (require(`@google-cloud/compute/build/src/v1/${file}.js`) as typeof module)[other];
    if (!Other) throw new Error(`\`${other}\` is not exported`);
    return new Other(options);
  };
  return {
    compute,
    client: new Constructor(options),
    others,
    close: () => Promise.all([server.close(), compute.close()]),
  };
}

test("Google's Node clients work: insert, wait, list, aggregate, get, errors", async (t) => {
  const { client, others, close, compute } = await aClient('TargetPoolsClient', 'target_pools_client');
  const scope = { project: 'demo', region: 'us-central1' };
  const call = (name: string, request: object) =>
    client[name]?.({ ...scope, ...request }) ?? Promise.reject(new Error(name));
  const [operation] = await call('insert', { targetPoolResource: { name: 'nodes' } });
  const operations = others('RegionOperationsClient', 'region_operations_client');
  const [done] = (await operations.wait?.({ ...scope, operation: operation.name })) ?? [{}];
  t.is(done.status, 'DONE');
  t.like(await call('list', {}), [[{ name: 'nodes', sessionAffinity: 'NONE' }]] as never);
  await t.throwsAsync(call('get', { targetPool: 'none' }), {
    message: /'projects\/demo\/regions\/us-central1\/targetPools\/none' was not found/,
  });
  const [backup] = await call('setBackup', { targetPool: 'nodes', targetReferenceResource: {} });
  t.truthy(backup.name);
  compute.faults.add(faultNumbered('F-05'));
  await t.throwsAsync(call('removeInstance', { targetPool: 'nodes' }), { message: 'Rate Limit Exceeded' });
  await close();
});

test('A connection that is refused or breaks off reaches a client as such', async (t) => {
  const compute = createCompute({ runtime: systemRuntime, latencyScale: 0.01 });
  const server = await serveHttp(compute.handle);
  const url = `${server.url}/compute/v1/projects/demo/zones`;
  compute.faults.add(faultNumbered('F-01'));
  await t.throwsAsync(fetch(url), { message: 'fetch failed' });
  compute.faults.add(faultNumbered('F-03'));
  await t.throwsAsync(fetch(url).then((answer) => answer.text()));
  t.is((await fetch(url)).status, 200);
  await server.close();
  compute.close();
});

test('Operations end by themselves on the clock of the machine', async (t) => {
  const compute = createCompute({ runtime: systemRuntime, latencyScale: 0.001 });
  const running = Promise.withResolvers<void>();
  compute.onEvent((event) => event.type === 'instance' && event.to === 'RUNNING' && running.resolve());
  const url = 'http://x/compute/v1/projects/demo/zones/us-central1-a/instances';
  await compute.handle(new Request(url, { method: 'POST', body: JSON.stringify(aVm('vm')) }));
  await running.promise;
  t.is(compute.state.read('instances', 'projects/demo/zones/us-central1-a/instances/vm')?.status, 'RUNNING');
  compute.close();
});
