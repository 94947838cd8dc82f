import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { assets, startApiServer } from '../../real-api-server.ts';

const file = 'infra/kubernetes/authentication.yaml';

test('an API server starts with the authentication of Google identities', async (t) => {
  if (assets === undefined) {
    t.log('skipped: KUBEBUILDER_ASSETS is not set, so there is no real API server');
    t.pass();
    return;
  }
  const api = await startApiServer({ flags: [`--authentication-config=${join(process.cwd(), file)}`] });
  const answer = await api.transport(`${api.server}/api/v1/nodes`, {
    headers: { authorization: 'Bearer not.a.token' },
  });
  await api.stop();
  t.is(answer.status, 401);
});

test('an API server does not start with rules that it cannot read', async (t) => {
  if (assets === undefined) {
    t.log('skipped: KUBEBUILDER_ASSETS is not set, so there is no real API server');
    t.pass();
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'underpin-authentication-'));
  const broken = join(folder, 'authentication.yaml');
  writeFileSync(
    broken,
    readFileSync(file, 'utf8').replace('claims.email_verified == true', 'claims.email_verified =='),
  );
  await t.throwsAsync(startApiServer({ flags: [`--authentication-config=${broken}`] }), { message: /kube-apiserver/ });
  rmSync(folder, { recursive: true });
});
