import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { type Compute, createCompute } from '../../../sandbox/compute/compute.ts';
import { serveHttp } from '../../../sandbox/serve-http.ts';
import { systemRuntime } from '../../../shared/runtime.ts';

const run = promisify(execFile);
const place = ['--zone=us-central1-a'];
const inRegion = ['--region=us-central1'];
const image = '--image=https://www.googleapis.com/compute/v1/projects/debian-cloud/global/images/debian-12';

/** Asked by looking for it: to run gcloud takes a second. */
const isInstalled = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'gcloud')));

interface Bench {
  compute: Compute;
  gcloud: (...words: string[]) => Promise<string>;
  close: () => Promise<void>;
}

async function aBench(): Promise<Bench> {
  const compute = createCompute({ runtime: systemRuntime, latencyScale: 0.005 });
  const { url, close } = await serveHttp(compute.handle);
  const home = await mkdtemp(join(tmpdir(), 'sandbox-gcloud-'));
  await writeFile(join(home, 'token'), 'sandbox');
  const env = {
    PATH: process.env.PATH,
    CLOUDSDK_CONFIG: home,
    CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: `${url}/compute/v1/`,
    CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: join(home, 'token'),
    CLOUDSDK_CORE_PROJECT: 'demo',
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: '1',
  };
  return {
    compute,
    gcloud: async (...words) => (await run('gcloud', ['compute', ...words], { env })).stdout,
    close: async () => {
      compute.close();
      await Promise.all([close(), rm(home, { recursive: true })]);
    },
  };
}

const whenInstalled = isInstalled ? test : test.skip;
const why = isInstalled ? '' : ' (skipped: gcloud is not installed)';

whenInstalled(`gcloud keeps a pool of VMs, unchanged${why}`, async (t: ExecutionContext) => {
  t.timeout(220_000);
  const { compute, gcloud, close } = await aBench();
  await gcloud('instances', 'create', 'a', 'b', ...place, image, '--no-service-account', '--no-scopes');
  await gcloud('target-pools', 'create', 'nodes', ...inRegion);
  await gcloud('target-pools', 'add-instances', 'nodes', '--instances=a,b', '--instances-zone=us-central1-a');
  await gcloud('disks', 'create', 'data', '--size=10', ...place);
  await gcloud('instances', 'attach-disk', 'a', '--disk=data', '--device-name=data', ...place);
  t.regex(await gcloud('target-pools', 'describe', 'nodes', ...inRegion), /instances\/b\n/);
  await t.throwsAsync(gcloud('disks', 'delete', 'data', ...place), { message: /already being used by/ });
  await gcloud('instances', 'delete', 'a', 'b', ...place);
  t.regex(await gcloud('operations', 'list', '--filter=operationType=attachDisk'), /attachDisk.*DONE/);
  t.deepEqual(
    compute.calls.filter(({ status }) => status === 501),
    [],
  );
  await close();
});

whenInstalled(`gcloud keeps a managed group and its network, unchanged${why}`, async (t: ExecutionContext) => {
  t.timeout(220_000);
  const { gcloud, close } = await aBench();
  const template = ['--machine-type=e2-small', '--image-family=debian-12', '--image-project=debian-cloud'];
  await gcloud('instance-templates', 'create', 'tpl', ...template, '--no-service-account', '--no-scopes');
  await gcloud('instance-groups', 'managed', 'create', 'grp', '--template=tpl', '--size=1', ...place);
  await gcloud('instance-groups', 'managed', 'resize', 'grp', '--size=2', ...place);
  await gcloud('instance-groups', 'managed', 'wait-until', 'grp', '--stable', ...place);
  t.regex(await gcloud('instance-groups', 'managed', 'list-instances', 'grp', ...place), /RUNNING.*NONE/);
  await gcloud('firewall-rules', 'create', 'web', '--allow=tcp:80', '--source-ranges=0.0.0.0/0');
  t.regex(await gcloud('firewall-rules', 'list'), /web\s+default\s+INGRESS\s+1000\s+tcp:80/);
  await close();
});
