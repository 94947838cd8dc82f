import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { assets, startApiServer } from '../../real-api-server.ts';

const onServer = assets ? test : test.skip;
const file = 'infra/kubernetes/authentication.yaml';

onServer('an API server starts with the authentication of Google identities', async (t) => {
  const api = await startApiServer({ flags: [`--authentication-config=${join(process.cwd(), file)}`] });
  const answer = await api.transport(`${api.server}/api/v1/nodes`, {
    headers: { authorization: 'Bearer not.a.token' },
  });
  await api.stop();
  t.is(answer.status, 401);
});

onServer('an API server does not start with rules that it cannot read', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'underpin-authentication-'));
  const broken = join(folder, 'authentication.yaml');
  writeFileSync(
    broken,
    readFileSync(file, 'utf8').replace('claims.email_verified == true', 'claims.email_verified =='),
  );
  await t.throwsAsync(startApiServer({ flags: [`--authentication-config=${broken}`] }), { message: /kube-apiserver/ });
  rmSync(folder, { recursive: true });
});
