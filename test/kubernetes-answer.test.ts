import test from 'ava';
import type { Fault } from '../sandbox/kubernetes/faults.ts';
import { ApiError, hasStatus } from '../shared/errors.ts';
import { type KubernetesClients, kubernetesClients } from '../shared/kubernetes-access.ts';
import { kubernetesRest } from '../shared/observe/kubernetes-rest.ts';
import { anEmptyProject } from './apply/an-empty-project.ts';

const requests: Record<string, (clients: KubernetesClients) => Promise<unknown>> = {
  'a Node that is read': ({ core }) => core.readNode({ name: 'node-none' }),
  'a Pod that is deleted': ({ core }) => core.deleteNamespacedPod({ name: 'web', namespace: 'default' }),
  'a Lease that is read': ({ coordination }) =>
    coordination.readNamespacedLease({ name: 'home', namespace: 'underpin' }),
  'a list of any kind': ({ access }) => kubernetesRest(access).get('/apis/apps/v1/deployments'),
  'the log of a Pod': ({ core }) => core.readNamespacedPodLog({ name: 'web', namespace: 'default' }),
};

/** What is thrown when the API server is asked, and something else answers. */
async function thrownBy(ask: (clients: KubernetesClients) => Promise<unknown>, fault?: Omit<Fault, 'fault'>) {
  const { clock, declared, kubernetes, world, close } = await anEmptyProject();
  const clients = await clock.drive(kubernetesClients(world, declared.cluster, world.transport));
  if (fault) kubernetes.faults.add({ fault: 'F-12', ...fault });
  const thrown = await clock.drive(ask(clients).catch((error: unknown) => error));
  close();
  return thrown;
}

for (const [what, ask] of Object.entries(requests))
  for (const status of [200, 302, 404])
    test(`F-12 a page with ${status} says nothing of ${what}: neither that it is done nor that it is not there`, async (t) => {
      const thrown = await thrownBy(ask, { status });
      t.true(thrown instanceof ApiError, String(thrown));
      t.false(hasStatus(thrown, 404));
      const { message } = thrown as ApiError;
      t.regex(
        message,
        new RegExp(`^[A-Z]+ /api.*: kubernetes\\S* answered ${status} with \`text/html\`.* sign-in page`),
      );
      t.notRegex(message, /secret/, 'I-31');
    });

test('what the API server says is not there is not there', async (t) => {
  for (const what of ['a Node that is read', 'a Pod that is deleted', 'a Lease that is read', 'the log of a Pod']) {
    const thrown = await thrownBy(requests[what] ?? (async () => undefined));
    t.true(hasStatus(thrown, 404), `${what}: ${thrown}`);
    t.is((thrown as ApiError).reason, 'NotFound');
  }
});

test('P-07 of an API group that is not served a 404 says nothing of its objects: the server does not say NotFound', async (t) => {
  const thrown = await thrownBy(({ access }) => kubernetesRest(access).get('/apis/none.dev/v1/things/one'));
  t.regex(String(thrown), /answered 404 with `text\/plain.*`, where the API server says `NotFound`/);
  t.false(hasStatus(thrown, 404));
});
