import test, { type ExecutionContext } from 'ava';
import { cloudTransport, createCloud } from '../../../sandbox/cloud.ts';
import type { LogEntry } from '../../../sandbox/logging/entry/log-entry.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';

const instances = 'https://compute.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/instances';
const path = 'projects/my-project/zones/us-central1-a/instances/vm-1';

function aWorld() {
  const clock = createVirtualClock();
  const cloud = createCloud({ runtime: clock });
  const transport = cloudTransport(cloud, () => Promise.reject(new Error('nothing outside')));
  const call = (method: string, url: string, body?: object) => {
    const headers = { authorization: 'Bearer ann@example.com', 'user-agent': 'google-cloud-sdk gcloud/528' };
    return transport(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  };
  const insert = () => call('POST', instances, aVm());
  return { clock, cloud, call, insert };
}

function aVm() {
  return {
    name: 'vm-1',
    machineType: 'zones/us-central1-a/machineTypes/e2-small',
    labels: { app: 'web' },
    tags: { items: ['node'] },
    disks: [{ boot: true, initializeParams: { sourceImage: 'projects/debian-cloud/global/images/debian-12' } }],
    networkInterfaces: [{ network: 'global/networks/default' }],
  };
}

function found(t: ExecutionContext, entries: LogEntry[], method: string): LogEntry[] {
  const named = entries.filter(({ protoPayload }) => protoPayload?.methodName === method);
  t.true(named.length > 0, `no entry of \`${method}\``);
  return named;
}

test('a call of a person is told by two entries: FIRST with request and operation, LAST with neither', async (t) => {
  const { clock, cloud, insert } = aWorld();
  await insert();
  await clock.advance(60_000);
  const [first, last] = found(t, cloud.logging.entries, 'v1.compute.instances.insert');
  const id = cloud.compute.state.read('instances', path)?.id ?? '';
  const operation = (first?.operation ?? {}) as { id: string };
  t.regex(operation.id, /^operation-\d{13}-[0-9a-f]{13}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  t.deepEqual(first?.operation, { id: operation.id, producer: 'compute.googleapis.com', first: true });
  t.deepEqual(last?.operation, { id: operation.id, producer: 'compute.googleapis.com', last: true });
  const labels = { instance_id: id, zone: 'us-central1-a', project_id: 'my-project' };
  for (const entry of [first, last]) t.deepEqual(entry?.resource, { type: 'gce_instance', labels });
  t.like(first, {
    severity: 'NOTICE',
    logName: 'projects/my-project/logs/cloudaudit.googleapis.com%2Factivity',
    protoPayload: {
      authenticationInfo: { principalEmail: 'ann@example.com' },
      resourceName: path,
      request: { labels: [{ key: 'app', value: 'web' }], tags: ['node'] },
      response: { operationType: 'insert', progress: '0', status: 'PENDING', '@type': 'type.googleapis.com/operation' },
    },
  });
  t.deepEqual(last?.protoPayload?.request, { '@type': 'type.googleapis.com/compute.instances.insert' });
  t.false('response' in (last?.protoPayload ?? {}));
  t.false('status' in (last?.protoPayload ?? {}));
});

test('FIRST may be stamped before the time in its operation, and entries arrive 0.2 to 2.8 seconds late', async (t) => {
  const { clock, cloud, insert } = aWorld();
  await insert();
  await clock.advance(60_000);
  const [first] = found(t, cloud.logging.entries, 'v1.compute.instances.insert');
  const began = Number(/operation-(\d{13})/.exec(JSON.stringify(first?.operation))?.[1]);
  const early = began - Date.parse(first?.timestamp ?? '');
  t.true(early >= 0 && early <= 131, `${early} ms`);
  for (const entry of cloud.logging.entries) {
    const late = Date.parse(entry.receiveTimestamp ?? '') - Date.parse(entry.timestamp);
    t.true(late >= 190 && late <= 2940, `${late} ms`);
    t.regex(entry.receiveTimestamp ?? '', /\.\d{9}Z$/);
  }
});

test('what Compute Engine does by itself is one entry, first and last at once, without a version', async (t) => {
  const { clock, cloud, insert } = aWorld();
  await insert();
  await clock.advance(60_000);
  cloud.compute.state.preempt(path);
  await clock.advance(60_000);
  const [entry, ...more] = found(t, cloud.logging.entries, 'compute.instances.preempted');
  t.is(more.length, 0);
  t.like(entry, {
    severity: 'INFO',
    logName: 'projects/my-project/logs/cloudaudit.googleapis.com%2Fsystem_event',
    protoPayload: { authenticationInfo: { principalEmail: 'system@google.com' }, resourceName: path },
    operation: { producer: 'compute.instances.preempted', first: true, last: true },
  });
  t.regex(JSON.stringify(entry?.operation), /systemevent-\d{13}-/);
});

test('a VM that begins to run makes noise without resource name and operation', async (t) => {
  const { clock, cloud, insert } = aWorld();
  await insert();
  await clock.advance(60_000);
  const [noise] = found(t, cloud.logging.entries, 'NotifyInstanceLocation');
  t.false('operation' in (noise ?? {}));
  t.false('resourceName' in (noise?.protoPayload ?? {}));
});

test('a refused call is one ERROR without an operation and without an instance id', async (t) => {
  const { clock, cloud, call } = aWorld();
  const answer = await call('DELETE', `${instances}/none`);
  t.is(answer.status, 404);
  await clock.advance(5000);
  const [entry, ...more] = found(t, cloud.logging.entries, 'v1.compute.instances.delete');
  t.is(more.length, 0);
  t.like(entry, { severity: 'ERROR', protoPayload: { status: { code: 5 } } });
  t.is(entry?.resource.labels.instance_id, '');
  t.false('operation' in (entry ?? {}));
});

test('an operation that fails ends in LAST with ERROR and the code of gRPC (F-15)', async (t) => {
  const { clock, cloud, insert } = aWorld();
  const error = { status: 503, reason: 'exhausted', code: 'ZONE_RESOURCE_POOL_EXHAUSTED', message: 'No room' };
  cloud.compute.faults.add({ fault: { kind: 'operation error', error }, method: 'compute.instances.insert' });
  await insert();
  await clock.advance(60_000);
  const last = found(t, cloud.logging.entries, 'v1.compute.instances.insert').at(-1);
  t.like(last, { severity: 'ERROR', protoPayload: { status: { code: 8, message: 'ZONE_RESOURCE_POOL_EXHAUSTED' } } });
});

test('a managed group acts by the agent of its project and names the project by number, the labels by id', async (t) => {
  const clock = createVirtualClock();
  const { logging } = createCloud({ runtime: clock });
  const actor = {
    principal: '123456789012@cloudservices.gserviceaccount.com',
    userAgent: 'GCE Managed Instance Group',
    version: 'v1' as const,
    rootTrigger: '55a7363f-a765-44ee-b5d0-bb202ad26028',
  };
  const operation = { ...anOperation(), name: 'operation-1799982000000-7d3888ca113f2-6505c581-c461310c' };
  const subject = { project: 'my-project', projectNumber: '123456789012', resource: path, resourceId: '42' };
  const request = { name: 'vm-1' };
  const method = 'compute.instances.insert';
  logging.take({ type: 'operation', phase: 'first', time: clock.now(), method, actor, operation, request, ...subject });
  await clock.advance(5000);
  const [entry] = logging.entries;
  t.is(entry?.protoPayload?.resourceName, path.replace('my-project', '123456789012'));
  t.is(entry?.resource.labels.project_id, 'my-project');
  t.deepEqual(entry?.labels, { 'compute.googleapis.com/root_trigger_id': actor.rootTrigger });
  t.false('callerIp' in Object(entry?.protoPayload?.requestMetadata));
});

function anOperation() {
  const selfLink = 'https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/operations/x';
  const facts = {
    kind: 'compute#operation',
    id: '7',
    creationTimestamp: '',
    selfLink,
    operationType: 'insert',
    targetLink: '',
  };
  return { ...facts, name: 'x', targetId: '42', status: 'RUNNING' as const, user: '', progress: 0, insertTime: '' };
}
