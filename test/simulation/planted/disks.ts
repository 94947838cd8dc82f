import type { PlantedBug } from './planted-bug.ts';

const attach = 'shared/apply/attach-disk.ts';
const detach = 'shared/apply/detach-disk.ts';
const mount = 'shared/apply/mount-disk.ts';
const attachment = 'shared/plan/rules/disk-attachment.ts';
const order = 'shared/plan/order.ts';

export const diskBugs: readonly PlantedBug[] = [
  {
    name: 'detach-from-running',
    thought: 'the group has another VM for it',
    changes: [
      {
        file: attachment,
        find: "const [switchedOff, inTheWay] = partition(others, ({ instance }) => instance.status === 'TERMINATED');",
        put: 'const [switchedOff, inTheWay] = partition(others, () => true);',
      },
      {
        file: detach,
        find: "if (vm.status !== 'TERMINATED' && !isAsPlanned)",
        put: "if (vm.status === 'NEVER' && !isAsPlanned)",
      },
      {
        file: 'shared/plan/allowed.ts',
        find: "if (action.kind === 'detach-disk' && action.holderStatus !== 'TERMINATED') return false;",
        put: '',
      },
    ],
    caughtBy: ['I-02', 'I-08'],
  },
  {
    name: 'stopping-is-stopped',
    thought: 'it will be TERMINATED in a moment',
    changes: [
      {
        file: attachment,
        find: "partition(others, ({ instance }) => instance.status === 'TERMINATED')",
        put: "partition(others, ({ instance }) => instance.status !== 'RUNNING')",
      },
      {
        file: detach,
        find: "if (vm.status !== 'TERMINATED' && !isAsPlanned)",
        put: "if (vm.status === 'RUNNING' && !isAsPlanned)",
      },
      {
        file: 'shared/plan/allowed.ts',
        find: "if (action.kind === 'detach-disk' && action.holderStatus !== 'TERMINATED') return false;",
        put: '',
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'attach-for-good',
    thought: 'autoDelete is what the console ticks',
    changes: [
      { file: attach, find: '    autoDelete: false,', put: '    autoDelete: true,' },
      {
        file: attach,
        find: "return attached.autoDelete ? blocked('the disk was attached with autoDelete on (D-02)') : acted;",
        put: 'return acted;',
      },
    ],
    caughtBy: ['I-05'],
  },
  {
    name: 'any-zone',
    thought: 'a disk goes where the node is',
    changes: [
      {
        file: 'shared/plan/declared-disk.ts',
        find: '.filter(({ instance }) => zones.includes(instance.reference.location))',
        put: '.filter(({ instance }) => instance.reference.location.length > 0)',
      },
    ],
    caughtBy: ['I-07'],
  },
  {
    name: 'mount-first',
    thought: 'the node can wait for its device',
    changes: [
      { file: order, find: "'attach-disk': 5,", put: "'attach-disk': 6," },
      {
        file: mount,
        find: 'if (!vm.disks.some(({ deviceName }) => deviceName === mount.deviceName))',
        put: 'if (vm.disks.length < 0)',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'detach-before-unmount',
    thought: 'the order of the two does not matter',
    changes: [{ file: order, find: "'unmount-disk': 3,", put: "'unmount-disk': 5," }],
    caughtBy: ['I-08'],
  },
  {
    name: 'label-before-mount',
    thought: 'pods take a while to start anyway',
    changes: [
      {
        file: mount,
        find: 'const result = await runMountJob(',
        put: 'await patchNode({ node: mount.node, uid: node.uid, labels: { [mountKey(mount.disk)]: mountedMark }, annotations: {} }, context);\n  const result = await runMountJob(',
      },
    ],
    caughtBy: ['I-08', 'I-29'],
  },
  {
    name: 'format-on-unknown',
    thought: 'formatIfBlank says that it may be formatted',
    changes: [
      {
        file: 'shared/plan/mount-request.ts',
        find: 'neverHeldData: found !== null && !found.mayHoldData,',
        put: 'neverHeldData: true,',
      },
    ],
    caughtBy: ['I-04'],
  },
  {
    name: 'format-always',
    thought: 'who declares a disk wants it usable',
    changes: [
      {
        file: 'shared/plan/mount-request.ts',
        find: 'formatIfBlank: disk.formatIfBlank,\n    neverHeldData',
        put: 'formatIfBlank: true,\n    neverHeldData',
      },
    ],
    caughtBy: ['I-04', 'I-33'],
  },
  {
    name: 'somewhere-else',
    thought: 'all disks live below /mnt',
    changes: [
      { file: 'shared/plan/mount-request.ts', find: 'mountPath: disk.mountPath,', put: "mountPath: '/mnt/disk'," },
    ],
    caughtBy: ['I-06', 'I-33'],
  },
  {
    name: 'take-the-drivers-disk',
    thought: 'the disk is declared, so it is ours',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: 'return ownedByVolume(one) ?? bootDisk(one)',
        put: 'return bootDisk(one)',
      },
      {
        file: attach,
        find: 'objectionTo(disk, action) ?? (await ownerVolume(action.disk, context))',
        put: 'objectionTo(disk, action)',
      },
      { file: detach, find: 'const owner = await ownerVolume(action.disk, context);', put: 'const owner = null;' },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'boot-counts-too',
    thought: 'a switched-off VM needs no boot disk',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: '?? bootDisk(one) ?? keptByManagedGroup(one)',
        put: '?? keptByManagedGroup(one)',
      },
      { file: detach, find: 'if (attached.boot) return', put: 'if (attached.boot && vm.disks.length < 0) return' },
    ],
    caughtBy: ['I-03'],
  },
  {
    name: 'marks-stay',
    thought: 'a boot changes nothing on a disk',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: 'if (record.bootID !== node.bootID)',
        put: "if (record.bootID === 'never')",
      },
    ],
    caughtBy: ['I-22'],
  },
  {
    name: 'protected-disk-moves',
    thought: 'protect means: do not delete',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: '?? protectedDisk(one) ?? notReady(one)',
        put: '?? notReady(one)',
      },
      { file: attach, find: "if (disk.protected) return marked('the disk');", put: '' },
    ],
    caughtBy: ['I-26'],
  },
];
