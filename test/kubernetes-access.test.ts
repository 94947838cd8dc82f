import test from 'ava';
import { exampleDirectory } from '../sandbox/home.ts';
import { createVirtualClock } from '../sandbox/virtual-clock.ts';
import { readConfig } from '../shared/config.ts';
import { fixedCredentials } from '../shared/credentials.ts';
import { readDeclared } from '../shared/declared/declared.ts';
import { DeclarationError } from '../shared/errors.ts';
import { kubernetesClients } from '../shared/kubernetes-access.ts';
import { jsonLog } from '../shared/log.ts';
import type { ClusterDeclaration } from '../shared/model/cluster.ts';
import type { World } from '../shared/world.ts';

type Way = ClusterDeclaration['spec']['kubernetes'];

/** What is asked of whom, with which token, when the namespaces of a cluster so declared are listed; GKE tells this end point. */
async function asked(kubernetes: Way, endpoint = 'https://203.0.113.7'): Promise<string[]> {
  const { cluster } = await readDeclared(exampleDirectory);
  const calls: string[] = [];
  const world: World = {
    config: readConfig({ UNDERPIN_DECLARATIONS: exampleDirectory }),
    runtime: createVirtualClock({ seed: 1 }),
    transport: async (url, { headers }) => {
      const { origin } = new URL(url);
      calls.push(`${origin} ${new Headers(headers).get('authorization')}`);
      return Response.json(
        origin === 'https://container.googleapis.com' ? { endpoint } : { kind: 'NamespaceList', items: [] },
      );
    },
    credentials: fixedCredentials('secret'),
    log: jsonLog(() => {}),
  };
  const declared = { ...cluster, spec: { ...cluster.spec, kubernetes } };
  const { core } = await kubernetesClients(world, declared, world.transport);
  await core.listNamespace();
  return calls;
}

const gke = { gke: { location: 'us-central1-a', name: 'home' } };
const google = 'https://container.googleapis.com Bearer secret';

for (const server of ['https://203.0.113.7', 'http://127.0.0.1:8001', 'http://localhost:8001', 'http://[::1]:8001'])
  test(`a token is sent to ${server}`, async (t) => {
    t.deepEqual(await asked({ server, googleToken: 'access' }), [`${server} Bearer secret`]);
    t.deepEqual(await asked(gke, server), [google, `${server} Bearer secret`]);
  });

for (const server of ['http://203.0.113.7', 'http://127.0.0.1.example.com', 'http://kubernetes'])
  test(`no token is sent to ${server}, where others can read it on the way`, async (t) => {
    for (const way of [{ server, googleToken: 'access' as const }, { server, googleToken: 'identity' as const }, gke]) {
      const { message } = await t.throwsAsync(asked(way, server), { instanceOf: DeclarationError });
      t.true(message.startsWith(`\`${server}\` is not asked: `), message);
    }
  });
