import test from 'ava';
import { holdsBack } from '../../../shared/apply/hold-back.ts';
import type { Step } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { aMountRequest } from '../../mount/a-mount-request.ts';
import { aStep } from './a-bench.ts';

const target = 'Disk/us-central1-a/foodata';
const disk = reference('disks', 'foodata', 'us-central1-a');
const vm = (name: string) => ({ reference: reference('instances', name, 'us-central1-a'), id: name });
const mounting = (name: string, mode: 'READ_WRITE' | 'READ_ONLY'): Step =>
  aStep({ kind: 'mount-disk', disk, mount: aMountRequest({ mode }), instance: vm(name), bootID: 'b' }, { target });
const restarting = aStep(
  { kind: 'restart-pod', namespace: 'default', pod: 'web', uid: 'u', startedAt: null },
  { target },
);

test('I-08 a disk that is not mounted keeps its pods from being restarted', (t) => {
  t.true(holdsBack(mounting('node-1', 'READ_WRITE'), restarting));
  t.false(holdsBack(mounting('node-1', 'READ_WRITE'), { ...restarting, target: 'Disk/us-central1-a/other' }));
});

test('one that all read concerns the VM that it did not reach', (t) => {
  t.true(holdsBack(mounting('node-1', 'READ_ONLY'), mounting('node-1', 'READ_ONLY')));
  t.false(holdsBack(mounting('node-1', 'READ_ONLY'), mounting('node-2', 'READ_ONLY')));
  t.false(holdsBack(mounting('node-1', 'READ_ONLY'), restarting));
});
