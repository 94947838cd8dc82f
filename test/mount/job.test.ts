import test from 'ava';
import fc from 'fast-check';
import type { MountRequest } from '../../shared/model/mount.ts';
import { whyNotMountAt } from '../../shared/model/mount-path.ts';
import { stackSchema } from '../../shared/model/stack.ts';
import { mountJob, mountJobName, unmountJob } from '../../shared/mount/job.ts';
import { readMountScript } from '../../shared/mount/script.ts';
import { aMountRequest } from './a-mount-request.ts';

const name = fc.stringMatching(/^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/);

test('the name is the same for the same node and disk, fits into a label, and differs otherwise', (t) => {
  fc.assert(
    fc.property(name, name, name, (node, disk, other) => {
      const one = mountJobName(node, disk);
      t.regex(one, /^mount-[a-z](?:[-a-z0-9]*[a-z0-9])?-[0-9a-f]{12}$/);
      t.true(one.length <= 63);
      t.is(mountJobName(node, disk), one);
      if (other !== disk) t.not(mountJobName(node, other), one);
      if (other !== node) t.not(mountJobName(other, disk), one);
    }),
  );
});

test('mount and unmount share the name, so that they never run at once', (t) => {
  const [mount, unmount] = [mountJob(aMountRequest()), unmountJob(aMountRequest())];
  t.is(mount.metadata?.name, unmount.metadata?.name);
  t.is(mount.metadata?.labels?.['underpin.dev/verb'], 'mount');
  t.is(unmount.metadata?.labels?.['underpin.dev/verb'], 'unmount');
});

test('the Job is the same for the same request, and holds the script as it is', (t) => {
  t.deepEqual(mountJob(aMountRequest()), mountJob(aMountRequest()));
  t.is(mountJob(aMountRequest()).spec?.template.spec?.containers[0]?.args?.[0], readMountScript());
});

test('Kubernetes changes nothing in the script: it holds no $$ and no $(NAME) of a variable', (t) => {
  t.notRegex(readMountScript(), /\$\$/);
  t.notRegex(readMountScript(), /\$\([A-Z_][A-Z0-9_]*\)/);
});

const refused: [keyof MountRequest, unknown, RegExp][] = [
  ['disk', 'food;reboot', /disk is `food;reboot`/],
  ['disk', '', /disk is ``/],
  ['deviceName', '../sda', /device-name/],
  ['node', 'node$(reboot)', /is no name of a node/],
  ['mountPath', '/etc', /at `\/etc`: it is in `\/etc`/],
  ['mountPath', '/', /belongs to the node/],
  ['mountPath', '/mnt/../etc', /expected an absolute path/],
  ['mountPath', '/mnt/foo bar', /path/],
  ['mountPath', 'mnt/foodata', /path/],
  ['mountPath', '/mnt/foodata/', /path/],
  ['mountPath', '/mnt//foodata', /path/],
  ['mountPath', '/mnt/foodata\n', /path/],
  ['filesystem', 'btrfs', /filesystem is `btrfs`/],
  ['mode', 'READ', /mode/],
  ['options', ['bind'], /options is `bind`/],
  ['options', ['ro'], /options is `ro`/],
  ['options', ['discard,exec'], /options/],
  ['sizeBytes', 1.5, /size-bytes is `1.5`/],
  ['sizeBytes', -1, /size-bytes/],
  ['sizeBytes', Number.NaN, /size-bytes/],
  ['sizeBytes', 1e21, /size-bytes/],
  ['serial', '`id`', /serial/],
  ['expectedUuid', 'x', /expected-uuid/],
];

for (const [field, value, words] of refused) {
  test(`a request with ${field} ${JSON.stringify(value)} makes no Job`, (t) => {
    const request = { ...aMountRequest(), [field]: value };
    t.throws(() => mountJob(request), { name: 'RefusedError', message: words });
  });
}

test('no text of any kind comes near the shell unless it matches its pattern', (t) => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('disk', 'deviceName', 'serial', 'mountPath'), (text, field) => {
      const made = attempt({ ...aMountRequest(), [field]: text });
      t.true(made === undefined || /^[A-Za-z0-9/][-._A-Za-z0-9/]*$/.test(text));
    }),
  );
});

test('formatting is only asked for by true itself', (t) => {
  const odd = { ...aMountRequest(), formatIfBlank: 'false', neverHeldData: 1 } as unknown as MountRequest;
  const args = mountJob(odd).spec?.template.spec?.containers[0]?.args ?? [];
  t.true(args.includes('--format-if-blank=no'));
  t.true(args.includes('--never-held-data=no'));
});

test('an image that is not pinned by digest makes no Job', (t) => {
  t.throws(() => mountJob(aMountRequest(), 'busybox:latest'), { message: /must be pinned/ });
});

test('folders for data are taken, folders of the node are not', (t) => {
  for (const path of ['/mnt/foodata', '/mnt/disks/foodata', '/data', '/var/lib/foodata', '/srv/x', '/home/foo']) {
    t.is(whyNotMountAt(path), undefined, path);
  }
  for (const path of [
    '/mnt',
    '/mnt/disks',
    '/var/lib',
    '/var/lib/kubelet/pods',
    '/usr/local',
    '/home/kubernetes/bin',
  ]) {
    t.truthy(whyNotMountAt(path), path);
  }
});

const folder = fc.oneof(
  fc.constantFrom(
    'mnt',
    'disks',
    'var',
    'log',
    'cache',
    'lib',
    'home',
    'kubernetes',
    'a',
    '.data',
    '-x',
    'x'.repeat(64),
  ),
  fc.stringMatching(/^[-\w.]{1,4}$/),
);
const words = fc.oneof(
  fc.constantFrom('noatime', 'nofail', 'nouuid', 'ro', 'bind', 'commit=30', 'data=journal', 'x=y'),
  fc.stringMatching(/^[a-z0-9_]{1,9}(?:=[a-z0-9]{1,3})?$/),
);
const declared = fc.record({
  mountPath: fc.array(folder, { minLength: 1, maxLength: 10 }).map((folders) => `/${folders.join('/')}`),
  options: fc.array(words, { maxLength: 20 }),
});

test('a disk that may be declared has a Job: what is refused there is refused before the disk is attached (D-06)', (t) => {
  const stack = { apiVersion: 'underpin.dev/v1', kind: 'Stack', metadata: { name: 'game' } };
  const taken = { paths: 0, options: 0 };
  const check = ({ mountPath, options }: { mountPath: string; options: string[] }) => {
    const disk = { name: 'foodata', nodes: 'default', zone: 'us-central1-a', mountPath, options };
    const isTaken = stackSchema.safeParse({ ...stack, spec: { disks: [disk] } }).success;
    t.is(attempt({ ...aMountRequest(), mountPath, options }) !== undefined, isTaken, JSON.stringify(disk));
    return isTaken;
  };
  fc.assert(
    fc.property(declared, ({ mountPath, options }) => {
      if (check({ mountPath, options: [] })) taken.paths += 1;
      if (check({ mountPath: '/mnt/foodata', options })) taken.options += 1;
    }),
    { numRuns: 300 },
  );
  t.true(taken.paths > 0 && taken.options > 0);
});

test('sixteen options are taken, and no seventeenth', (t) => {
  const options = Array.from({ length: 17 }, (_, index) => `commit=${index}`);
  t.truthy(attempt({ ...aMountRequest(), options: options.slice(1) }));
  t.is(attempt({ ...aMountRequest(), options }), undefined);
});

function attempt(request: MountRequest): object | undefined {
  try {
    return mountJob(request);
  } catch {
    return undefined;
  }
}
