import test from 'ava';
import { attachLimitOf } from '../../shared/plan/attach-limit.ts';

/** As Compute Engine documents them, less the boot disk: machine types -> data disks. */
const limits: [string, number][] = [
  ['c4-standard-2', 7],
  ['c4-standard-4', 15],
  ['c4-standard-8 c4-standard-24 c4-highmem-8-lssd', 31],
  ['c4-standard-32 c4-standard-48', 63],
  ['c4-standard-96 c4-standard-288', 127],
  ['c4a-standard-1 c4a-standard-2', 7],
  ['c4a-standard-4 c4a-standard-8', 15],
  ['c4a-standard-16 c4a-standard-48', 31],
  ['c4a-standard-64 c4a-standard-72', 63],
  ['c4d-standard-2', 3],
  ['c4d-standard-4', 7],
  ['c4d-standard-8', 15],
  ['c4d-standard-16 c4d-standard-96', 31],
  ['c4d-standard-192', 63],
  ['c4d-standard-384', 127],
  ['n4-standard-2 n4-standard-8 n4-custom-8-16384', 15],
  ['n4-standard-16 n4-standard-80 n4-custom-12-8192-ext', 31],
  ['n4a-standard-8', 15],
  ['n4a-standard-16 n4a-standard-64', 31],
  ['n4d-standard-8', 15],
  ['n4d-standard-16 n4d-standard-96', 31],
  ['x4-megamem-960-metal', 39],
  ['a4x-highgpu-1g', 63],
  ['a4x-highgpu-2g a4x-highgpu-4g a4-highgpu-8g', 127],
  ['a4x-maxgpu-4g-metal', 31],
  ['c3-standard-192-metal', 15],
  ['c3-standard-192 n1-standard-1 e2-standard-2 odd', 127],
  ['f1-micro g1-small e2-micro e2-small e2-medium', 15],
];

/** No machine has so many, yet one more than a row speaks of is of the next. */
const between: [string, number][] = [
  ['c4-standard-3', 15],
  ['c4-standard-5', 31],
  ['c4-standard-25', 63],
  ['c4-standard-49', 127],
  ['c4a-standard-3', 15],
  ['c4a-standard-9', 31],
  ['c4a-standard-49', 63],
  ['c4d-standard-3', 7],
  ['c4d-standard-5', 15],
  ['c4d-standard-9', 31],
  ['c4d-standard-97', 63],
  ['c4d-standard-193', 127],
  ['n4-custom-9-8192 n4a-standard-9 n4d-standard-9', 31],
];

for (const [types, limit] of [...limits, ...between])
  test(`D-05 ${limit} data disks go to ${types}`, (t) =>
    t.deepEqual(
      types.split(' ').map((type) => attachLimitOf(type, {})),
      types.split(' ').map(() => limit),
    ));

test('the label on the node wins, when it holds a number that can be', (t) => {
  const of = (value: string) =>
    attachLimitOf('c4-standard-2', { 'node-restriction.kubernetes.io/gke-volume-attach-limit-override': value });
  t.deepEqual(['1', '127', '0', '128', '1.5', '-1', 'many', ''].map(of), [1, 127, 7, 7, 7, 7, 7, 7]);
});
