import test from 'ava';
import { acquireLease } from '../../../shared/apply/lease.ts';
import { createClients } from '../../../shared/clients.ts';
import { RefusedError, RetryLaterError } from '../../../shared/errors.ts';
import type { Transport } from '../../../shared/transport.ts';
import { anEmptyProject, type EmptyProject } from '../an-empty-project.ts';

let project: EmptyProject;
test.before(async () => {
  project = await anEmptyProject();
});
test.after.always(() => project?.close());

function clients(transport: Transport = project.world.transport) {
  return createClients(project.world, project.declared.cluster, transport).kubernetes();
}

async function take(cluster: string, holder: string, transport?: Transport) {
  return project.clock.drive(clients(transport).then((one) => acquireLease(one, { cluster, holder })));
}

function leaseOf(cluster: string) {
  const found = project.kubernetes.store.get({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    namespace: 'underpin',
    name: cluster,
  });
  return (found as unknown as { spec: { holderIdentity: string; leaseTransitions: number } }).spec;
}

test.serial('it is taken over when it has expired, and who had it is told right before the next write', async (t) => {
  const first = await take('expiring', 'first');
  await t.throwsAsync(take('expiring', 'second'), { instanceOf: RetryLaterError, message: /held by `first`/ });
  await project.clock.advance(61_000);
  const second = await take('expiring', 'second');
  t.is(second.epoch, first.epoch + 1);
  const error = await t.throwsAsync(project.clock.drive(first.confirm()), { instanceOf: RefusedError });
  t.regex(error?.message ?? '', /lost the Lease underpin\/expiring \(epoch 1\) to another run/);
  await t.throwsAsync(project.clock.drive(first.release()));
  t.is(leaseOf('expiring').holderIdentity, 'second');
  await project.clock.drive(second.confirm());
  await project.clock.drive(second.release());
  t.is((await take('expiring', 'third')).epoch, second.epoch + 1);
});

test.serial('I-34: the time is the API server’s, whatever this machine’s clock says', async (t) => {
  const held = await take('skewed', 'first');
  const ahead = { ...project.world, runtime: { ...project.clock, now: () => project.clock.now() + 300_000 } };
  const kubernetes = createClients(ahead, project.declared.cluster, project.world.transport).kubernetes();
  const early = kubernetes.then((one) => acquireLease(one, { cluster: 'skewed', holder: 'second' }));
  await t.throwsAsync(project.clock.drive(early), { instanceOf: RetryLaterError });
  await project.clock.advance(61_000);
  await project.clock.drive(held.confirm());
  t.is(leaseOf('skewed').holderIdentity, 'first', 'expired, and taken by nobody: it is still its own');
});

test.serial('of two that make it at once both go on, and one has it', async (t) => {
  const other = await clients();
  const slow: Transport = async (url, init) => {
    // The other one is faster, after this one saw that there is none.
    if (init.method === 'POST')
      await other.coordination.createNamespacedLease({
        namespace: 'underpin',
        body: { metadata: { name: 'raced', namespace: 'underpin' }, spec: { leaseTransitions: 0 } },
      });
    return project.world.transport(url, init);
  };
  t.is((await take('raced', 'first', slow)).epoch, 1);
  await t.throwsAsync(take('raced', 'second'), { instanceOf: RetryLaterError });
});

test.serial('an answer without a time is no time', async (t) => {
  const timeless: Transport = async (url, init) => {
    const answer = await project.world.transport(url, init);
    const headers = new Headers(answer.headers);
    headers.delete('date');
    return new Response(await answer.text(), { status: answer.status, headers });
  };
  await t.throwsAsync(take('expiring', 'fourth', timeless), { message: /the API server told no time/ });
});

const unheard = test.macro(async (t, isApplied: boolean) => {
  const cluster = isApplied ? 'written' : 'unwritten';
  const when = ({ verb, path }: { verb: string; path: string }) => verb === 'update' && path.endsWith(`/${cluster}`);
  project.kubernetes.faults.add({ fault: 'F-06', when, times: 1, isApplied });
  if (!isApplied) return t.throwsAsync(take(cluster, 'first'), { message: /could not be taken: .*503/ });
  const held = await take(cluster, 'first');
  t.is(leaseOf(cluster).holderIdentity, 'first');
  return t.notThrowsAsync(project.clock.drive(held.confirm()));
});
test.serial('I-28 that it was taken and nobody heard of it is read', unheard, true);
test.serial('I-28 and so is that it was not', unheard, false);

test.serial('it is given back also where another run writes into its book in that moment', async (t) => {
  const key = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'underpin', name: 'booked' };
  let times = 1;
  const booking: Transport = async (url, init) => {
    if (init.method === 'PUT' && String(init.body).includes('"holderIdentity":""') && times-- > 0)
      project.kubernetes.store.patch(key, { metadata: { annotations: { 'underpin.dev/hour': '[]' } } });
    return project.world.transport(url, init);
  };
  const held = await take('booked', 'first', booking);
  await project.clock.drive(held.release());
  t.is(leaseOf('booked').holderIdentity, '');
});
