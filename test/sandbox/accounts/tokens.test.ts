import test from 'ava';
import { OAuth2Client } from 'google-auth-library';
import { createAccounts } from '../../../sandbox/accounts/accounts.ts';
import type { IdentityTokenFacts } from '../../../sandbox/accounts/identity-token.ts';
import { serveHttp } from '../../../sandbox/serve-http.ts';
import { systemRuntime } from '../../../shared/runtime.ts';

const [audience, email] = ['https://manual-repair.test/', 'ann@example.com'];

async function aVerifier(close: (work: () => Promise<void>) => void) {
  const accounts = anAccounts();
  const server = await serveHttp(accounts.handle);
  close(() => server.close());
  const endpoints = {
    oauth2FederatedSignonPemCertsUrl: `${server.url}/oauth2/v1/certs`,
    oauth2FederatedSignonJwkCertsUrl: `${server.url}/oauth2/v3/certs`,
  };
  const client = new OAuth2Client({ endpoints } as never);
  return { accounts, verify: (idToken: string) => client.verifyIdToken({ idToken, audience }) };
}

function anAccounts() {
  const findProject = (id: string) => (id === 'p' || id === '42' ? { id: 'p', number: '42' } : undefined);
  return createAccounts({ runtime: systemRuntime, project: 'p', findProject });
}

test("Google's own library accepts a token of the sandbox", async (t) => {
  const { accounts, verify } = await aVerifier(t.teardown);
  const ticket = await verify(accounts.identityToken({ audience, email }));
  t.like(ticket.getPayload(), { email, email_verified: true, iss: 'https://accounts.google.com', aud: audience });
});

const refused = test.macro({
  exec: async (t, facts: Partial<IdentityTokenFacts>, expected: RegExp) => {
    const { accounts, verify } = await aVerifier(t.teardown);
    await t.throwsAsync(verify(accounts.identityToken({ audience, email, ...facts })), { message: expected });
  },
  title: (_, facts) => `Google's own library refuses a token with ${JSON.stringify(facts)}`,
});

test(refused, { lifetimeSeconds: -600 }, /too late/);
test(refused, { audience: 'https://other.test/' }, /audience/);
test(refused, { issuer: 'https://issuer.test' }, /issuer/);
test(refused, { signature: 'foreign' }, /signature/);
test(refused, { signature: 'none' }, /No pem found|segments/);

test('keys are told as PEM and as JSON web keys', async (t) => {
  const accounts = anAccounts();
  const get = async (path: string) => (await accounts.handle(new Request(`https://www.googleapis.com${path}`))).json();
  const { keys } = (await get('/oauth2/v3/certs')) as { keys: { kid: string }[] };
  const pems = (await get('/oauth2/v1/certs')) as Record<string, string>;
  t.deepEqual(
    Object.keys(pems),
    keys.map(({ kid }) => kid),
  );
});

test('an access token stands for whom it was issued to until it expires; an address stands for itself', (t) => {
  const accounts = createAccounts({
    runtime: { ...systemRuntime, now: () => time },
    project: 'p',
    findProject: () => undefined,
  });
  let time = 0;
  const token = accounts.accessToken(email);
  t.is(accounts.principalOf(token), email);
  time = 3_600_000;
  t.is(accounts.principalOf(token), undefined);
  t.is(accounts.principalOf('bob@example.com'), 'bob@example.com');
});
