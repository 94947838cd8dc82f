import test from 'ava';
import { createAccounts } from '../../../sandbox/accounts/accounts.ts';
import { systemRuntime } from '../../../shared/runtime.ts';

const findProject = (id: string) => (id === 'p' || id === '42' ? { id: 'p', number: '42' } : undefined);

function aWorld() {
  const accounts = createAccounts({
    runtime: systemRuntime,
    project: 'p',
    findProject,
    serviceAccount: 'underpin@p.iam.gserviceaccount.com',
    grants: (principal, permission) => principal === 'ann@example.com' && permission.endsWith('.get'),
  });
  const ask = async (url: string, { headers = {}, ...init }: RequestInit = {}) => {
    const request = new Request(url, { ...init, headers: { authorization: 'Bearer ann@example.com', ...headers } });
    const response = await accounts.handle(request);
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
  };
  const post = (url: string, body: object) =>
    ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { accounts, ask, post };
}

test('the metadata server tells who runs here, but only to those who ask with its header', async (t) => {
  const { accounts, ask } = aWorld();
  const root = 'http://metadata.google.internal/computeMetadata/v1';
  const headers = { 'metadata-flavor': 'Google' };
  t.is((await ask(`${root}/project/project-id`)).status, 403);
  t.is((await ask(`${root}/project/project-id`, { headers })).text, 'p');
  t.is((await ask(`${root}/project/numeric-project-id`, { headers })).text, '42');
  const { body } = await ask(`${root}/instance/service-accounts/default/token`, { headers });
  t.is(accounts.principalOf(body.access_token), 'underpin@p.iam.gserviceaccount.com');
  const { text } = await ask(`${root}/instance/service-accounts/default/identity?audience=https://a.test`, { headers });
  const claims = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());
  t.like(claims, { aud: 'https://a.test', email: 'underpin@p.iam.gserviceaccount.com' });
});

test('an assertion is exchanged for an access token, or for an identity token when it names an audience', async (t) => {
  const { accounts, ask } = aWorld();
  const exchange = async (claims: object) => {
    const assertion = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    return (await ask('https://oauth2.googleapis.com/token', { method: 'POST', body })).body;
  };
  const iss = 'robot@p.iam.gserviceaccount.com';
  t.is(accounts.principalOf((await exchange({ iss })).access_token), iss);
  t.regex((await exchange({ iss, target_audience: 'https://a.test' })).id_token, /^ey/);
  const wrong = await ask('https://oauth2.googleapis.com/token', {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'x' }),
  });
  t.like(wrong, { status: 400, body: { error: 'unsupported_grant_type' } });
});

test('GKE tells how to reach a cluster, and that another is not there', async (t) => {
  const { accounts, ask } = aWorld();
  const pool = ['https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a/instanceGroupManagers/g'];
  accounts.addCluster({
    project: 'p',
    location: 'us-central1-a',
    name: 'home',
    endpoint: '10.0.0.1',
    caCertificate: 'Q0E=',
    nodePools: { main: pool },
  });
  const base = 'https://container.googleapis.com/v1/projects/p';
  const { body } = await ask(`${base}/locations/us-central1-a/clusters/home`);
  t.like(body, { name: 'home', endpoint: '10.0.0.1', status: 'RUNNING', masterAuth: { clusterCaCertificate: 'Q0E=' } });
  t.deepEqual(body.nodePools[0].instanceGroupUrls, pool);
  t.is((await ask(`${base}/zones/us-central1-a/clusters/home`)).status, 200);
  t.is((await ask(`${base}/locations/-/clusters`)).body.clusters.length, 1);
  t.like(await ask(`${base}/locations/us-central1-a/clusters/none`), {
    status: 404,
    body: { error: { status: 'NOT_FOUND' } },
  });
});

test('the Resource Manager knows a project by id and by number, and refuses others', async (t) => {
  const { ask } = aWorld();
  const base = 'https://cloudresourcemanager.googleapis.com';
  t.like((await ask(`${base}/v1/projects/p`)).body, { projectId: 'p', projectNumber: '42', lifecycleState: 'ACTIVE' });
  t.like((await ask(`${base}/v3/projects/42`)).body, { projectId: 'p', name: 'projects/42', state: 'ACTIVE' });
  t.is((await ask(`${base}/v1/projects/other`)).status, 403);
});

test('permissions are tested on projects and service accounts', async (t) => {
  const { post } = aWorld();
  const permissions = ['compute.instances.get', 'compute.instances.delete'];
  const onProject = await post('https://cloudresourcemanager.googleapis.com/v1/projects/p:testIamPermissions', {
    permissions,
  });
  t.deepEqual(onProject.body, { permissions: ['compute.instances.get'] });
  const account =
    'https://iam.googleapis.com/v1/projects/-/serviceAccounts/nodes@p.iam.gserviceaccount.com:testIamPermissions';
  t.deepEqual((await post(account, { permissions: ['iam.serviceAccounts.actAs'] })).body, {});
});

test('who sends no token is refused where there is no default principal', async (t) => {
  const accounts = createAccounts({ runtime: systemRuntime, project: 'p', findProject });
  const asked = new Request('https://cloudresourcemanager.googleapis.com/v1/projects/p');
  const response = await accounts.handle(asked);
  t.is(response.status, 401);
  t.like(await response.json(), { error: { status: 'UNAUTHENTICATED' } });
});
