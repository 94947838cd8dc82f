import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import type { Decision } from '../../shared/model/decision.ts';
import { readEvent } from '../../shared/scope/scope.ts';

const situations = new URL('situations/', import.meta.url);

type Where = Partial<Pick<Decision, 'project' | 'zone' | 'instance' | 'instanceId' | 'region' | 'cluster'>>;
const project: Where = { project: 'home-lab' };
const region: Where = { ...project, region: 'us-central1' };
const zone: Where = { ...region, zone: 'us-central1-a' };
const vm: Where = { ...zone, instance: 'k8s-minion-group-7x2q', instanceId: '6129034455102938471' };
const vmWithoutId: Where = { ...vm, instanceId: null };
const inCluster: Where = { ...project, cluster: { name: 'home', location: 'us-central1' } };
const node: Where = { ...inCluster, instance: 'gke-home-default-pool-1f2e3d4c-abcd' };
const nodeVm: Where = { ...node, zone: 'us-central1-b', region: 'us-central1', instanceId: '6129034455102938471' };
const gke: Where = { ...region, cluster: { name: 'home', location: 'us-central1-a' } };
const gkeByNumber: Where = { ...gke, project: '461580021277' };

/** situation, decision, change, where. What is ignored or rejected tells no change. */
const table: readonly (readonly [string, string, Where])[] = [
  ['instance-insert-first', 'ignore', vm],
  ['instance-insert-last', 'act appeared', vm],
  ['instance-insert-last-quota-exceeded', 'ignore', vm],
  ['instance-insert-refused', 'ignore', vmWithoutId],
  ['instance-insert-abbreviated', 'act appeared', vmWithoutId],
  ['instance-insert-by-numbers-failed', 'ignore', vm],
  ['instance-insert-at-folder-log', 'act appeared', vm],
  ['instance-bulk-insert-first', 'ignore', zone],
  ['instance-bulk-insert-one-vm', 'act appeared', { ...vm, instance: 'minion-0003' }],
  ['region-bulk-insert-last', 'act appeared', region],

  ['instance-delete-first', 'act leaving', vm],
  ['instance-delete-last', 'act gone', vm],
  ['instance-delete-last-was-gone', 'act gone', vm],
  ['instance-delete-last-failed', 'act unknown', vm],
  ['instance-delete-refused', 'ignore', vm],
  ['instance-delete-without-operation', 'act leaving', vm],
  ['instance-delete-placeholders', 'reject', project],
  ['instance-delete-domain-project', 'act gone', { ...vm, project: 'example.com:home-lab' }],
  ['instance-delete-by-numbers', 'act leaving', vm],
  ['instance-delete-snake-case', 'act gone', vm],

  ['instance-stop-first', 'act leaving', vm],
  ['instance-stop-last', 'act leaving', vm],
  ['instance-stop-last-failed', 'act unknown', vm],
  ['instance-suspend-first', 'act leaving', vm],
  ['instance-start-first', 'ignore', vm],
  ['instance-start-last', 'act restarted', vm],
  ['instance-start-last-stockout', 'ignore', vm],
  ['instance-start-with-key-last', 'act restarted', vm],
  ['instance-resume-last', 'act restarted', vm],
  ['instance-reset-last', 'act restarted', vm],

  ['instance-set-tags-first', 'ignore', vm],
  ['instance-set-tags-last', 'act unknown', vm],
  ['instance-set-labels-last', 'act unknown', vm],
  ['instance-set-metadata-last', 'ignore', vm],
  ['instance-attach-disk-last', 'ignore', vm],
  ['instance-detach-disk-last', 'ignore', vm],
  ['instance-simulate-maintenance-last', 'ignore', vm],
  ['instance-update-shielded-last', 'ignore', vm],
  ['instance-unheard-of-method-last', 'act unknown', vm],
  ['instance-get-serial-port', 'ignore', vm],
  ['instance-list', 'ignore', { ...vm, instance: null }],

  ['system-preempted', 'act leaving', vm],
  ['system-preempted-bare', 'act leaving', vmWithoutId],
  ['system-host-error', 'act leaving', vm],
  ['system-guest-terminate', 'act leaving', vm],
  ['system-terminate-on-maintenance', 'act leaving', vm],
  ['system-repair-recreate', 'act leaving', vm],
  ['system-automatic-restart', 'act restarted', vm],
  ['system-live-migration', 'ignore', vm],
  ['system-disk-double-serve', 'act leaving', vm],
  ['system-local-ssd-error', 'act leaving', vm],
  ['system-unheard-of', 'act unknown', vm],
  ['system-location', 'ignore', { ...vm, instance: null }],

  ['group-resize-first', 'ignore', zone],
  ['group-resize-last', 'act unknown', zone],
  ['group-recreate-refused', 'ignore', zone],
  ['region-group-delete-instances-last', 'act unknown', region],
  ['group-list-managed-instances', 'ignore', zone],
  ['group-add-instances-last', 'act unknown', zone],
  ['group-remove-instances-last', 'act unknown', zone],
  ['group-set-named-ports-last', 'ignore', zone],
  ['autoscaler-patch-last', 'ignore', zone],
  ['pool-remove-instance-first', 'ignore', region],
  ['pool-remove-instance-last', 'act unknown', region],
  ['pool-add-health-check-last', 'ignore', region],
  ['pool-get-health', 'ignore', region],
  ['firewall-patch-last', 'ignore', project],
  ['forwarding-rule-delete-last', 'ignore', region],
  ['node-pool-create-last', 'ignore', project],
  ['bucket-created', 'ignore', project],

  ['node-create', 'act appeared', nodeVm],
  ['node-create-elsewhere', 'ignore', nodeVm],
  ['node-create-refused', 'ignore', node],
  ['node-delete', 'act gone', node],
  ['node-delete-other-spelling', 'act gone', node],
  ['node-delete-failed', 'ignore', node],
  ['node-patch-labels', 'act unknown', node],
  ['node-patch-taint', 'act unknown', node],
  ['node-patch-cordon', 'ignore', node],
  ['node-patch-body-not-logged', 'act unknown', node],
  ['node-status-patch', 'ignore', inCluster],
  ['node-proxy-get', 'ignore', inCluster],
  ['pod-delete', 'ignore', inCluster],

  ['event-registered-node', 'act appeared', { instance: 'minion-1' }],
  ['event-node-ready', 'act appeared', node],
  ['event-new-api-node-ready', 'act appeared', node],
  ['event-removing-node', 'act gone', node],
  ['event-deleting-node', 'act gone', node],
  ['event-rebooted', 'act restarted', node],
  ['event-starting', 'act restarted', node],
  ['event-node-not-ready', 'ignore', node],
  ['event-node-sysctl', 'ignore', node],
  ['event-pod-started', 'ignore', inCluster],
  ['event-exporter-started', 'ignore', {}],

  ['gke-node-pool-upgrade', 'act unknown', gke],
  ['gke-master-upgrade', 'ignore', gkeByNumber],
  ['gke-upgrade-finished', 'act unknown', gke],
  ['gke-upgrade-finished-log', 'act unknown', gke],
  ['gke-end-of-support', 'ignore', gke],
  ['gke-security-bulletin', 'ignore', gkeByNumber],
  ['gke-upgrade-available', 'ignore', gkeByNumber],
  ['gke-payload-torn', 'reject', gkeByNumber],

  ['schedule-tick', 'ignore', {}],
  ['schedule-tick-cloudevent', 'ignore', {}],
  ['storage-cloudevent', 'ignore', {}],
  ['application-log', 'ignore', {}],
  ['activity-log-of-2018', 'reject', {}],
  ['message-not-json', 'reject', {}],
  ['message-without-data', 'reject', {}],
  ['list-of-entries', 'reject', {}],
  ['empty-object', 'reject', {}],
  ['cloudevent-without-body', 'act leaving', vmWithoutId],
];

const nowhere = { project: null, zone: null, instance: null, instanceId: null, region: null, cluster: null };

for (const [situation, expected, where] of table) {
  test(`${situation}: ${expected}`, (t) => {
    const { decision, change, why, publishedAt: _, source: __, ...found } = read(situation);
    t.is(decision === 'act' ? `act ${change}` : decision, expected);
    if (decision !== 'act') t.is(change, 'unknown');
    t.deepEqual(found, { ...nowhere, ...where });
    t.regex(why, /^\S.{10,}\S$/);
  });
}

test('every situation is in the table', (t) => {
  const files = readdirSync(situations).map((file) => file.replace('.json', ''));
  t.deepEqual(files.sort(), table.map(([situation]) => situation).sort());
});

test('the time of publishing is that of the message, before that of the entry', (t) => {
  const entry = JSON.parse(readFileSync(new URL('instance-delete-last.json', situations), 'utf8'));
  t.is(readEvent(entry).publishedAt, '2026-02-11T03:14:07.902117Z');
  const message = { data: entry, messageId: '1', publishTime: '2026-02-11T03:14:09Z' };
  t.is(readEvent({ message, subscription: 's' }).publishedAt, '2026-02-11T03:14:09Z');
  t.is(readEvent({ ...entry, receiveTimestamp: '2026-02-11 03:14:08.5' }).publishedAt, '2026-02-11T03:14:08.5Z');
  t.is(readEvent({ ...entry, receiveTimestamp: 'yesterday', timestamp: undefined }).publishedAt, null);
  const unset = '0001-01-01T00:00:00Z';
  t.is(readEvent({ ...entry, receiveTimestamp: unset }).publishedAt, '2026-02-11T03:14:07.120385Z');
  t.is(readEvent({ ...entry, receiveTimestamp: unset, timestamp: unset }).publishedAt, null);
});

test('the why names the method, the reason and the words of the API', (t) => {
  t.is(
    read('instance-insert-last-quota-exceeded').why,
    'compute.instances.insert failed, so nothing changed: QUOTA_EXCEEDED',
  );
  t.is(read('system-preempted').why, 'compute.instances.preempted: the VM was preempted; it has about 30 s');
  t.regex(read('system-unheard-of').why, /^compute.instances.teleported: Compute Engine did something/);
  t.is(read('schedule-tick').why, 'a schedule tick belongs to the drift audit');
  t.regex(read('message-not-json').why, /`hello there`/);
});

test('headers of a binary CloudEvent fill in what its body lacks', (t) => {
  const headers = {
    'ce-type': 'google.cloud.audit.log.v1.written',
    'ce-methodname': 'v1.compute.instances.delete',
    'ce-servicename': 'compute.googleapis.com',
    'ce-subject': 'compute.googleapis.com/projects/home-lab/zones/us-central1-a/instances/minion-1',
  };
  const decision = readEvent({ protoPayload: {}, operation: { id: 'operation-1', last: true } }, headers);
  t.is(decision.change, 'gone');
  t.is(decision.instance, 'minion-1');
});

function read(situation: string): Decision {
  return readEvent(readFileSync(new URL(`${situation}.json`, situations)));
}
