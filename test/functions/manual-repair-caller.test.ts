import test, { type ExecutionContext } from 'ava';
import type { IdentityTokenFacts } from '../../sandbox/accounts/identity-token.ts';
import { aRepairDesk, audience, operator, type RepairDesk } from './a-repair-desk.ts';

/** One desk for all: none of these gets as far as a plan. */
let desk: RepairDesk;
test.before(async () => {
  desk = await aRepairDesk();
});
test.after.always(() => desk?.close());

async function asked(t: ExecutionContext, authorization: string | undefined, status: number): Promise<string> {
  const before = desk.cloud.compute.calls.length;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (authorization !== undefined) headers.authorization = authorization;
  const answer = await desk.send({ method: 'POST', headers, body: JSON.stringify({ cluster: 'home' }) });
  t.is(answer.status, status, answer.text);
  t.deepEqual(Object.keys(answer.json), ['error'], 'no plan is leaked');
  t.is(desk.cloud.compute.calls.length, before, 'nothing was looked at');
  if (status === 401) t.is(answer.headers.get('www-authenticate'), 'Bearer');
  return String(answer.json.error);
}

const token = test.macro(async (t, facts: Partial<IdentityTokenFacts>, status: number, words: RegExp) => {
  t.regex(await asked(t, `Bearer ${desk.token(facts)}`, status), words);
});

const invalid = /^the identity token is not valid here$/;
const hour = 3600;
test.serial('a token that expired an hour ago', token, { lifetimeSeconds: -hour }, 401, invalid);
test.serial('a token that expired a second ago', token, { lifetimeSeconds: -1 }, 401, invalid);
test.serial('a token of tomorrow', token, { claims: { iat: 4_000_000_000, exp: 4_000_003_600 } }, 401, invalid);
test.serial('a token for another audience', token, { audience: 'https://drift-audit.example.com' }, 401, invalid);
test.serial('a token for an audience that begins alike', token, { audience: `${audience}.evil.com` }, 401, invalid);
test.serial('a token for several audiences', token, { claims: { aud: [audience, 'other'] } }, 401, invalid);
test.serial('a token of another issuer', token, { issuer: 'https://accounts.example.com' }, 401, invalid);
test.serial('a token without a signature', token, { signature: 'none' }, 401, invalid);
test.serial('a token signed by somebody else', token, { signature: 'foreign' }, 401, invalid);
test.serial('a token without an expiry', token, { claims: { exp: 'never' } }, 401, invalid);
test.serial('a token whose e-mail is not verified', token, { isEmailVerified: false }, 401, /no verified e-mail/);
test.serial('a token without an e-mail', token, { claims: { email: [operator] } }, 401, /no verified e-mail/);
test.serial('a token of an account that is not listed', token, { email: 'eve@example.com' }, 403, /may not ask/);
test.serial(
  'a token of an account that is listed in capitals',
  token,
  { email: operator.toUpperCase() },
  403,
  /may not ask/,
);

test.serial('no token', async (t) => {
  t.regex(await asked(t, undefined, 401), /identity token is needed.*print-identity-token/);
});

test.serial('what is no token', async (t) => {
  for (const word of ['', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', `Bearer ${'a'.repeat(8000)}.b.c`])
    await asked(t, word, 401);
});

test.serial('a token whose signature Cloud Run has struck out is told how to be sent', async (t) => {
  const [head, claims] = desk.token().split('.');
  const words = await asked(t, `Bearer ${head}.${claims}.SIGNATURE_REMOVED_BY_GOOGLE`, 401);
  t.regex(words, /X-Serverless-Authorization/);
});

test.serial('a changed claim breaks the signature', async (t) => {
  const [head, , signature] = desk.token().split('.');
  const [, claims] = desk.token({ email: operator, lifetimeSeconds: 9 * hour }).split('.');
  t.regex(await asked(t, `Bearer ${head}.${claims}.${signature}`, 401), invalid);
});

test.serial('a good token is let in', async (t) => {
  const { status } = await desk.post({ cluster: 'home', scope: { stack: 'ghost' } });
  t.is(status, 200);
});

test.serial("without Google's keys nobody is let in, and it is worth another try", async (t) => {
  const other = await aRepairDesk();
  t.teardown(other.close);
  other.cloud.hosts.set('www.googleapis.com', async () => new Response('down', { status: 500 }), '/oauth2/v3/');
  const { status, headers, json } = await other.post({ cluster: 'home' });
  t.is(status, 503);
  t.is(headers.get('retry-after'), '30');
  t.regex(String(json.error), /keys could not be read/);
});

test.serial('a deployment without an audience lets nobody in', async (t) => {
  const other = await aRepairDesk({ environment: { UNDERPIN_AUDIENCE: '' } });
  t.teardown(other.close);
  t.is((await other.post({ cluster: 'home' })).status, 403);
});

test.serial('without an audience this machine may ask, and no page that came to it under another name', async (t) => {
  const other = await aRepairDesk({ environment: { UNDERPIN_AUDIENCE: '' } });
  t.teardown(other.close);
  const init = { method: 'POST', body: '{"cluster": "home"}', headers: { 'content-type': 'application/json' } };
  t.is((await other.send(init)).status, 200);
  const forwarded = { ...init, headers: { ...init.headers, 'x-forwarded-for': '203.0.113.9' } };
  t.is((await other.send(forwarded)).status, 401);
  const renamed = { ...init, headers: { ...init.headers, 'x-forwarded-host': 'evil.example.com' } };
  t.is((await other.send(renamed)).status, 401);
});

test.serial('on Cloud Run nobody is let in without a token, whatever is missing', async (t) => {
  const other = await aRepairDesk({ environment: { UNDERPIN_AUDIENCE: '', K_SERVICE: 'manual-repair' } });
  t.teardown(other.close);
  const init = { method: 'POST', body: '{"cluster": "home"}', headers: { 'content-type': 'application/json' } };
  t.is((await other.send(init)).status, 401);
});
