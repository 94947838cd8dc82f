import type { PlantedBug } from './planted-bug.ts';

export const diskBugs: readonly PlantedBug[] = [
  {
    name: 'detach-from-running',
    thought: 'the group has another VM for it',
    changes: [
      {
        file: 'shared/plan/rules/disk-attachment.ts',
        find: "const [switchedOff, inTheWay] = partition(others, ({ instance }) => instance.status === 'TERMINATED');",
        put: 'const [switchedOff, inTheWay] = partition(others, () => true);',
      },
      {
        file: 'shared/apply/detach-disk.ts',
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
        file: 'shared/plan/rules/disk-attachment.ts',
        find: "partition(others, ({ instance }) => instance.status === 'TERMINATED')",
        put: "partition(others, ({ instance }) => instance.status !== 'RUNNING')",
      },
      {
        file: 'shared/apply/detach-disk.ts',
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
      { file: 'shared/apply/attach-disk.ts', find: '    autoDelete: false,', put: '    autoDelete: true,' },
      {
        file: 'shared/apply/attach-disk.ts',
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
    name: 'detach-before-unmount',
    thought: 'the order of the two does not matter',
    changes: [
      { file: 'shared/plan/order.ts', find: "'unmount-disk': 3,", put: "'unmount-disk': 5," },
      {
        file: 'shared/apply/detach-disk.ts',
        find: 'if (!facts) return blocked(',
        put: "if (!facts) return null;\n  if (node === '') return blocked(",
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'boot-counts-too',
    thought: 'a switched-off VM needs no boot disk',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: '?? bootDisk(one) ?? protectedDisk(one)',
        put: '?? protectedDisk(one)',
      },
      {
        file: 'shared/apply/detach-disk.ts',
        find: 'if (attached.boot) return',
        put: 'if (attached.boot && vm.disks.length < 0) return',
      },
    ],
    caughtBy: ['I-03'],
  },
  {
    name: 'disk-by-name',
    thought: 'a disk is its name',
    changes: [
      { file: 'shared/apply/attach-disk.ts', find: 'if (disk.id !== diskId)', put: 'if (disk.id === "" && diskId)' },
    ],
    caughtBy: ['I-09'],
  },
  {
    name: 'attach-it-twice',
    thought: 'the API knows whether that may be',
    changes: [
      {
        file: 'shared/plan/rules/disk-attachment.ts',
        find: 'if (right.length > 0 || inTheWay.length > 0)',
        put: 'if (right.length > 0)',
      },
      {
        file: 'shared/apply/attach-disk.ts',
        find: "if (mode === 'READ_ONLY' || disk.users.length === 0) return null;",
        put: "if (mode !== '' || disk.users.length === 0) return null;",
      },
    ],
    caughtBy: ['I-01'],
  },
  {
    name: 'writable-for-all',
    thought: 'who may write may read',
    changes: [
      {
        file: 'shared/plan/rules/disk-attachment.ts',
        find: 'mode: disk.mode,\n  };',
        put: "mode: 'READ_WRITE',\n  };",
      },
      {
        file: 'shared/apply/attach-disk.ts',
        find: "if (mode === 'READ_ONLY' || disk.users.length === 0) return null;",
        put: 'if (mode || disk.users.length === 0) return null;',
      },
    ],
    caughtBy: ['I-01'],
  },
  {
    name: 'off-as-planned',
    thought: 'a VM that was off is off',
    changes: [
      {
        file: 'shared/apply/detach-disk.ts',
        find: "if (vm.status !== 'TERMINATED' && !isAsPlanned)",
        put: "if (vm.status === 'UNHEARD' && !isAsPlanned)",
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'pods-will-restart',
    thought: 'the pod comes again elsewhere',
    changes: [{ file: 'shared/plan/disk-holder.ts', find: 'if (user)', put: 'if (user && name === "")' }],
    caughtBy: ['I-02'],
  },
  {
    name: 'failures-hold-nothing-back',
    thought: 'the next step may still work',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: 'const earlier = [...missing.map((step) => ({ step, isForPerson: false })), ...undone];',
        put: 'const earlier = missing.map((step) => ({ step, isForPerson: false }));',
      },
    ],
    caughtBy: ['I-08', 'I-02'],
  },
  {
    name: 'attached-beside-a-job',
    thought: 'the Job waits for the disk anyway',
    changes: [{ file: 'shared/apply/attach-disk.ts', find: 'return owned ?? atWork;', put: 'return owned;' }],
    caughtBy: ['I-04'],
  },
  {
    name: 'blank-since-the-plan',
    thought: 'the plan saw a few seconds ago that the disk never held anything',
    changes: [
      {
        file: 'shared/apply/attach-disk.ts',
        find: '  if (action.mayBeFormatted && disk.mayHoldData) return heldSince(action);\n',
        put: '',
      },
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'if (mount.neverHeldData && disk.lastDetachTimestamp)',
        put: "if (mount.neverHeldData && disk.lastDetachTimestamp === '')",
      },
    ],
    caughtBy: ['I-04'],
  },
  {
    name: 'device-name-of-the-plan',
    thought: 'the attachment was found by its disk, that is proof enough',
    changes: [
      {
        file: 'shared/apply/detach-disk.ts',
        find: 'if (attached.deviceName !== action.deviceName)',
        put: 'if (!attached.deviceName)',
      },
    ],
    caughtBy: ['I-03'],
  },
  {
    name: 'alone-means-at-once',
    thought: 'where there is one VM only, there is nothing to wait for',
    changes: [
      {
        file: 'shared/plan/disk-node.ts',
        find: ' && one.group.coming.length === 0 && !needsFormat(one);',
        put: ' && one.group.coming.length === 0;',
      },
    ],
    caughtBy: ['I-04'],
  },
];
