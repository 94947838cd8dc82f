import test from 'ava';
import type { ComputeEvent } from '../../../sandbox/compute/event.ts';
import { aCompute, aRequest, aVm, region, zone } from './a-compute.ts';

test('A call is told twice, when it is accepted and when it is finished, with what a log entry needs', async (t) => {
  const { compute, clock } = aCompute({ principalOf: (token) => `${token}@example.com` });
  const events: ComputeEvent[] = [];
  compute.onEvent((event) => event.type === 'operation' && events.push(event));
  const request = new Request('http://x/compute/beta/projects/demo/zones/us-central1-a/instances', {
    method: 'POST',
    headers: { authorization: 'Bearer jane', 'user-agent': 'gcloud/528' },
    body: JSON.stringify(aVm('vm')),
  });
  await compute.handle(request);
  await clock.advance(30_000);
  const instance = compute.state.read('instances', 'projects/demo/zones/us-central1-a/instances/vm');
  const common = {
    method: 'compute.instances.insert',
    actor: { principal: 'jane@example.com', userAgent: 'gcloud/528', version: 'beta' },
    project: 'demo',
    projectNumber: compute.state.project('demo').number,
    resource: 'projects/demo/zones/us-central1-a/instances/vm',
    resourceId: instance?.id,
    request: { name: 'vm' },
  };
  t.is(events.length, 2);
  t.like(events[0], { ...common, phase: 'first', operation: { status: 'PENDING' } });
  t.like(events[1], { ...common, phase: 'last', operation: { status: 'DONE' } });
  t.true((events[1]?.time ?? 0) - (events[0]?.time ?? 0) >= 7000);
});

test('A deletion tells the id of the VM that goes, a refusal its reason', async (t) => {
  const { compute, work, send } = aCompute();
  const events: ComputeEvent[] = [];
  await work('POST', `${zone}/instances`, aVm('vm'));
  const id = compute.state.read('instances', 'projects/demo/zones/us-central1-a/instances/vm')?.id;
  compute.onEvent((event) => event.type !== 'instance' && events.push(event));
  await work('DELETE', `${zone}/instances/vm`);
  await send('DELETE', `${zone}/instances/vm`);
  t.deepEqual(
    events.map((event) => (event.type === 'operation' ? event.phase : event.type)),
    ['first', 'last', 'refused'],
  );
  t.like(events[0], { resourceId: id });
  t.like(events[2], { status: 404, reason: 'notFound', method: 'compute.instances.delete' });
});

test('Listening ends when it is asked to', async (t) => {
  const { compute, post } = aCompute();
  let count = 0;
  const stop = compute.onEvent(() => {
    count += 1;
  });
  await post(`${region}/targetPools`, { name: 'a' });
  stop();
  await post(`${region}/targetPools`, { name: 'b' });
  t.is(count, 1);
});

test('Every call is on the list, with who, what, whether it changed anything, and the bytes of its answer', async (t) => {
  const { compute, get, post } = aCompute();
  await post(`${region}/targetPools`, { name: 'nodes' });
  await get('/aggregated/instances?maxResults=3');
  await compute.handle(aRequest('POST', `${zone}/instances/vm/attachDisk`, { source: 'zones/us-central1-a/disks/d' }));
  t.like(compute.calls[0], {
    method: 'compute.targetPools.insert',
    project: 'demo',
    status: 200,
    mutating: true,
    body: { name: 'nodes' },
  });
  t.like(compute.calls[1], { method: 'compute.instances.aggregatedList', mutating: false, query: { maxResults: 3 } });
  t.true((compute.calls[1]?.responseBytes ?? 0) > 100);
  t.like(compute.calls[2], {
    method: 'compute.instances.attachDisk',
    status: 404,
    resource: 'projects/demo/zones/us-central1-a/instances/vm',
  });
});

test('The list of calls does not grow without end', async (t) => {
  const { compute, get } = aCompute({ callLimit: 10 });
  for (let count = 0; count < 25; count += 1) await get('/zones');
  t.true(compute.calls.length <= 10);
});
