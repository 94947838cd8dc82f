import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { readEvent } from '../../shared/scope/scope.ts';

/** Saved payloads of other authors and years that lie beside the repository on some machines; the situations stand alone. */
const folder = new URL('../../../shared/payloads/', import.meta.url);
const isThere = existsSync(folder);

/** One line a folder: the outcomes of its files in order, written once when all are equal. */
const expected: Record<string, string[]> = {
  'cloudevent-audit-data': ['ignore'],
  'cloudevent-pubsub-data': ['reject'],
  'cloudevent-scheduler-data': ['ignore'],
  'cloudevent-structured': ['ignore'],
  'gce-autoscaler': ['ignore'],
  'gce-firewalls': ['ignore'],
  'gce-igm': ['act unknown'],
  'gce-instances-delete': ['act leaving', 'act gone', 'act leaving'],
  'gce-instances-insert': [
    'ignore',
    'ignore',
    'ignore',
    'ignore',
    'act appeared',
    'act appeared',
    'ignore',
    'act appeared',
  ],
  'gce-instances-insert-failed': ['ignore'],
  'gce-instances-other': ['ignore'],
  'gce-instances-power': ['act leaving', 'act restarted', 'ignore', 'ignore', 'ignore'],
  'gce-lb-audit': ['ignore'],
  'gce-sys-NotifyInstanceLocation': ['ignore'],
  'gce-sys-automaticRestart': ['act restarted'],
  'gce-sys-guestTerminate': ['act leaving'],
  'gce-sys-hostError': ['act leaving'],
  'gce-sys-migrateOnHostMaintenance': ['ignore'],
  'gce-sys-preempted': ['act leaving'],
  'gce-sys-repair-recreateInstance': ['act leaving'],
  'gce-sys-terminateOnHostMaintenance': ['act leaving'],
  'gke-cluster-audit': ['ignore'],
  'gke-nodepool-audit': ['ignore'],
  'gke-notification': ['act unknown', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore'],
  'k8s-audit': ['ignore', 'ignore', 'act appeared'],
  'k8s-event-log': ['ignore'],
  'k8s-event-object': ['act appeared'],
  'k8s-node-log': ['ignore'],
  'pubsub-push-envelope': ['act leaving'],
};

if (!isThere) test.skip('saved payloads (skipped: no folder of them beside the repository)', (t) => t.fail());

for (const [kind, outcomes] of isThere ? Object.entries(expected) : []) {
  test(`saved payloads of ${kind}`, (t) => {
    const files = readdirSync(new URL(`${kind}/`, folder)).sort();
    t.true(files.length > 0);
    for (const [index, file] of files.entries()) {
      const { decision, change } = readEvent(readFileSync(new URL(`${kind}/${file}`, folder)));
      const outcome = decision === 'act' ? `act ${change}` : decision;
      t.is(outcome, outcomes[index] ?? outcomes[0] ?? '', file);
    }
  });
}

if (isThere)
  test('every kind of saved event has its line', (t) => {
    const kinds = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('api-'),
    );
    t.deepEqual(kinds.map(({ name }) => name).sort(), Object.keys(expected).sort());
  });
