import type { V1Job } from '@kubernetes/client-node';
import test, { type ExecutionContext } from 'ava';
import type { RunningNode } from '../../sandbox/kubernetes/controllers/node-keeper.ts';
import { whyNoLoopDevices } from '../../sandbox/kubernetes/real/loop-device.ts';
import { RealNodes } from '../../sandbox/kubernetes/real/real-nodes.ts';
import type { AttachedDevice } from '../../sandbox/kubernetes/vm.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { MountDone } from '../../shared/model/mount.ts';
import { mountJob, unmountJob } from '../../shared/mount/job.ts';
import { readMountResult } from '../../shared/mount/result.ts';
import { aMountRequest, mebibyte } from './a-mount-request.ts';

const whyNot = whyNoLoopDevices();
const loopTest = whyNot ? test.skip : test.serial;
const skipped = whyNot ? ` (skipped: ${whyNot})` : '';
const disk: AttachedDevice = {
  source: 'projects/p/zones/us-central1-a/disks/foodata',
  diskId: '42',
  deviceName: 'foodata',
  sizeBytes: 32 * mebibyte,
  mode: 'READ_WRITE',
  boot: false,
};

loopTest(`the Job as it is mounts on a real node, and the data goes with the disk to the next${skipped}`, async (t) => {
  const running = new Map([['one', aRunningNode('one', [disk])]]);
  const nodes = new RealNodes((name) => running.get(name));
  t.teardown(() => nodes.stop());
  const request = aMountRequest({ formatIfBlank: true, neverHeldData: true });
  const first = await runsOn(t, nodes, 'one', mountJob(request));
  t.true(first.formatted);
  t.is(first.bootID, 'boot-of-one');
  (await nodes.machine('one')).files.shell('echo kept >/mnt/foodata/world');
  await runsOn(t, nodes, 'one', unmountJob(request));

  running.set('one', aRunningNode('one', []));
  running.set('two', aRunningNode('two', [disk]));
  await nodes.machine('one');
  const second = await runsOn(t, nodes, 'two', mountJob({ ...request, expectedUuid: first.uuid }));
  t.false(second.formatted);
  t.is((await nodes.machine('two')).files.shell('cat /mnt/foodata/world'), 'kept');
});

loopTest(`a reboot takes the mount${skipped}`, async (t) => {
  let node = aRunningNode('one', [disk]);
  const nodes = new RealNodes(() => node);
  t.teardown(() => nodes.stop());
  const request = aMountRequest({ formatIfBlank: true, neverHeldData: true });
  const { uuid } = await runsOn(t, nodes, 'one', mountJob(request));
  node = { ...node, bootID: 'second-boot' };
  const again = await runsOn(t, nodes, 'one', mountJob({ ...request, expectedUuid: uuid }));
  t.false(again.already);
  t.is(again.bootID, 'second-boot');
  t.is(again.uuid, uuid);
});

function aRunningNode(name: string, disks: AttachedDevice[]): RunningNode {
  const labels = {};
  const vm = { project: 'p', zone: 'us-central1-a', name, id: name, machineType: 'e2', labels, disks };
  return { vm: { ...vm, internalIp: '10.0.0.2', externalIp: undefined }, bootID: `boot-of-${name}`, isAlive: true };
}

async function runsOn(t: ExecutionContext, nodes: RealNodes, node: string, job: V1Job): Promise<MountDone> {
  const container = job.spec?.template.spec?.containers[0] as unknown as JsonObject;
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'mount' } };
  const { exitCode, log } = await nodes.run({ pod, node, container });
  const result = readMountResult(log);
  t.is(exitCode, 0, log);
  if (!result.ok) throw new Error(result.why);
  return result;
}
