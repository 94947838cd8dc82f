import test from 'ava';
import { compileFilter } from '../../../shared/plan/log-filter/filter.ts';
import { FilterError } from '../../../shared/plan/log-filter/token.ts';

const entry = {
  logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
  severity: 'NOTICE',
  timestamp: '2026-05-03T12:15:29.009Z',
  labels: { 'compute.googleapis.com/root_trigger_id': 'abc', 'k8s-pod/app': 'web' },
  resource: { type: 'gce_instance', labels: { instance_id: '42', zone: 'us-central1-a' } },
  operation: { id: 'operation-1', first: true },
  protoPayload: {
    methodName: 'v1.compute.instances.insert',
    serviceName: 'compute.googleapis.com',
    requestMetadata: { callerIp: '203.0.113.5' },
    authorizationInfo: [{ permission: 'compute.instances.create' }, { permission: 'compute.disks.create' }],
    response: { progress: 7 },
  },
};

const accepts = test.macro({
  exec: (t, filter: string) => t.true(compileFilter(filter)(entry)),
  title: (_, filter) => `a filter accepts: ${JSON.stringify(filter)}`,
});

const declines = test.macro({
  exec: (t, filter: string) => t.false(compileFilter(filter)(entry)),
  title: (_, filter) => `a filter declines: ${JSON.stringify(filter)}`,
});

const refused = test.macro({
  exec: (t, filter: string) => t.throws(() => compileFilter(filter), { instanceOf: FilterError }),
  title: (_, filter) => `a filter is refused: ${JSON.stringify(filter)}`,
});

test(accepts, '');
test(accepts, '-- nothing but a comment');
test(accepts, 'severity=NOTICE');
test(accepts, 'severity>=notice AND severity<"WARNING"');
test(accepts, 'severity>INFO -- a comment\nresource.type="gce_instance"');
test(declines, 'severity>=WARNING');
test(accepts, 'log_id("cloudaudit.googleapis.com/activity")');
test(accepts, 'LOG_ID("cloudaudit.googleapis.com/activity")');
test(declines, 'log_id("cloudaudit.googleapis.com/system_event")');
test(accepts, 'protoPayload.methodName=~"compute\\.instances\\.(insert|delete)$"');
test(accepts, 'protoPayload.methodName=~"compute\\\\.instances"');
test(declines, 'protoPayload.methodName=~"^compute"');
test(declines, 'protoPayload.methodName=~"COMPUTE"');
test(accepts, 'protoPayload.methodName=~"(?i)COMPUTE"');
test(accepts, 'protoPayload.methodName!~"delete"');
test(accepts, 'resource.type="GCE_INSTANCE"');
test(accepts, 'protoPayload.methodName:Instances.INSERT');
test(accepts, 'labels."compute.googleapis.com/root_trigger_id"="abc"');
test(accepts, 'labels.k8s-pod/app=web');
test(accepts, 'labels."compute.googleapis.com/root_trigger_id":*');
test(declines, 'labels.other:*');
test(declines, 'labels.other!="x"');
test(accepts, 'NOT labels.other="x"');
test(accepts, '-labels.other="x"');
test(accepts, 'resource.labels.zone=("us-central1-b" OR "us-central1-a")');
test(declines, 'resource.labels.zone=("us-central1-b" OR "us-central1-c")');
test(accepts, 'protoPayload.methodName:("insert" AND NOT "delete")');
test(accepts, 'protoPayload.authorizationInfo.permission="compute.disks.create"');
test(accepts, 'operation.first=true');
test(declines, 'operation.last=true');
test(accepts, 'protoPayload.response.progress>=7 protoPayload.response.progress<8');
test(accepts, 'timestamp>="2026-05-03T12:00:00Z" timestamp<"2026-05-04"');
test(accepts, 'proto_payload.method_name:insert');
test(accepts, 'ip_in_net(protoPayload.requestMetadata.callerIp, "203.0.113.0/24")');
test(accepts, 'SEARCH("instances insert")');
test(accepts, '"instances.insert"');
test(accepts, 'us-central1-a');
test(declines, '"instances.delete"');
test('OR binds before AND, and NOT before both', (t) => {
  const filter = compileFilter('severity=ERROR OR severity=NOTICE AND operation.last=true OR operation.first=true');
  t.true(filter(entry));
  t.false(filter({ ...entry, operation: {} }));
  t.true(compileFilter('NOT severity=ERROR AND severity=NOTICE')(entry));
});

test(refused, 'severity=');
test(refused, '(severity=ERROR');
test(refused, 'severity=ERROR)');
test(refused, 'a AND');
test(refused, 'methodName=~"("');
test(refused, 'nothing_known("x")');
