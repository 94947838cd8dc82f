import test from 'ava';
import type { ActionOf } from '../../../shared/model/action.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { anEmptyProject, type EmptyProject } from '../an-empty-project.ts';

const zone = 'zones/us-central1-a';
const disk = { project: 'my-project', location: 'us-central1', collection: 'disks', name: 'shared' };
const holder = { project: 'my-project', location: 'us-central1-a', collection: 'instances', name: 'node-1' };

let project: EmptyProject;

/** A regional disk, attached to a VM that is switched off. */
test.before(async () => {
  project = await anEmptyProject();
  const replicaZones = ['us-central1-a', 'us-central1-b'].map((name) => `projects/my-project/zones/${name}`);
  await project.byHand('regions/us-central1/disks', { name: 'shared', sizeGb: '10', replicaZones });
  const source = 'projects/my-project/regions/us-central1/disks/shared';
  await project.byHand(`${zone}/instances/node-1/attachDisk`, { source, deviceName: 'shared', autoDelete: false });
  await project.byHand(`${zone}/instances/node-1/stop`, {});
  await project.clock.advance(120_000);
});
test.after.always(() => project?.close());

function vm(): { id?: unknown; labelFingerprint?: string } {
  const found = project.cloud.compute.state.list('instances', 'my-project').find(({ name }) => name === 'node-1');
  return found as never;
}

function aPlan(): Plan {
  const action: ActionOf<'detach-disk'> = {
    kind: 'detach-disk',
    disk,
    deviceName: 'shared',
    instance: { reference: holder, id: String(vm().id) },
    holderStatus: 'TERMINATED',
    node: null,
  };
  const observedAt = project.clock.now();
  const told = { target: 'Disk/us-central1/shared', why: 'node-1 is TERMINATED', rule: 'D-13' };
  const step = { kind: action.kind, ...told, risk: 'destructive' as const, action, requestId: project.clock.uuid() };
  const rest = { blocked: [], waiting: [], findings: [] };
  return { cluster: 'home', hash: 'a', observedAt, expiresAt: observedAt + 300_000, actions: [step], ...rest };
}

test.serial('I-26: a VM that was marked since the plan keeps its disk', async (t) => {
  const labels = { 'underpin-protect': 'true' };
  const { labelFingerprint = '' } = vm();
  await project.byHand(`${zone}/instances/node-1/setLabels`, { labels, labelFingerprint });
  const [outcome] = await project.applyLate(aPlan());
  t.like(outcome, { state: 'blocked', because: 'node-1 is marked underpin.dev/protect (I-26)' });
  await project.byHand(`${zone}/instances/node-1/setLabels`, {
    labels: {},
    labelFingerprint: vm().labelFingerprint ?? '',
  });
});

test.serial('what attaches a regional disk again says that it is one', async (t) => {
  const [outcome] = await project.applyLate(aPlan());
  t.is(outcome?.state, 'done', outcome?.because ?? '');
  t.is(
    outcome?.undo,
    'gcloud compute instances attach-disk node-1 --project=my-project --zone=us-central1-a --disk=shared --device-name=shared --disk-scope=regional',
  );
});
