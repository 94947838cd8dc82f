import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { compileFilter } from '../../shared/plan/log-filter/filter.ts';
import { readEvent } from '../../shared/scope/scope.ts';

const folder = new URL('../scope/situations/', import.meta.url);
const situations = readdirSync(folder)
  .map((file) => ({ file, entry: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }))
  .filter(({ entry }) => typeof entry.logName === 'string');

const [instances = '', nodes = ''] = [
  ...readFileSync('infra/terraform/events.tf', 'utf8').matchAll(/<<-EOT\n([\s\S]*?)\n\s*EOT/g),
].map(([, text = '']) => text);
const passesInstances = compileFilter(instances);
const passesNodes = compileFilter(nodes);

/** Acted on when they come some other way; the sink leaves them to the entries of the VMs themselves. */
const leftOut = [
  'gke-upgrade-finished-log.json',
  'group-resize-last.json',
  'instance-unheard-of-method-last.json',
  'region-group-delete-instances-last.json',
];

test('the sink passes every audit entry that the function acts on', (t) => {
  const lost = situations.filter(
    ({ entry }) =>
      entry.protoPayload && readEvent(entry).decision === 'act' && !passesInstances(entry) && !passesNodes(entry),
  );
  t.deepEqual(
    lost.map(({ file }) => file),
    leftOut.filter((file) => situations.some((one) => one.file === file && one.entry.protoPayload)),
  );
  t.true(situations.length > 80);
});

test('the sink passes little that the function ignores', (t) => {
  const noise = situations.filter(({ entry }) => readEvent(entry).decision === 'ignore');
  const passed = noise.filter(({ entry }) => passesInstances(entry));
  t.true(passed.length * 2 < noise.length, passed.map(({ file }) => file).join(', '));
});

test('the constant noise of nodes does not pass', (t) => {
  for (const file of ['node-status-patch.json', 'node-proxy-get.json', 'pod-delete.json', 'system-location.json']) {
    const entry = situations.find((one) => one.file === file)?.entry;
    t.truthy(entry, file);
    t.false(passesNodes(entry) || passesInstances(entry), file);
  }
});
