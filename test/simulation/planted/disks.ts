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
    name: 'mount-first',
    thought: 'the node can wait for its device',
    changes: [
      { file: 'shared/plan/order.ts', find: "'attach-disk': 5,", put: "'attach-disk': 6," },
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'if (!vm.disks.some(({ source, deviceName }) => deviceName === mount.deviceName && source?.name === mount.disk))',
        put: 'if (vm.disks.length < 0)',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'detach-before-unmount',
    thought: 'the order of the two does not matter',
    changes: [{ file: 'shared/plan/order.ts', find: "'unmount-disk': 3,", put: "'unmount-disk': 5," }],
    caughtBy: ['I-08'],
  },
  {
    name: 'label-before-mount',
    thought: 'pods take a while to start anyway',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
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
    name: 'boot-counts-too',
    thought: 'a switched-off VM needs no boot disk',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: '?? bootDisk(one) ?? keptByManagedGroup(one)',
        put: '?? keptByManagedGroup(one)',
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
        file: 'shared/plan/rules/disk-attachment.ts',
        find: 'const blockedBy = foreignReader(one) ?? overLimit(chosen, coming);',
        put: 'const blockedBy = overLimit(chosen, coming) ?? (foreignReader(one) && null);',
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
    changes: [{ file: 'shared/plan/disk-holder.ts', find: 'if (user) return', put: 'if (user && name === "") return' }],
    caughtBy: ['I-02'],
  },
  {
    name: 'failures-hold-nothing-back',
    thought: 'the next step may still work',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "const undone = [...missing, ...outcomes.filter(({ state }) => state !== 'done')];",
        put: 'const undone = [...missing];',
      },
    ],
    caughtBy: ['I-08', 'I-02'],
  },
  {
    name: 'empty-is-new',
    thought: 'a disk without a source holds nothing',
    changes: [
      {
        file: 'shared/observe/disks.ts',
        find: 'raw.lastAttachTimestamp,\n    raw.lastDetachTimestamp,\n  ];\n  return origins.some(Boolean) || (raw.users ?? []).length > 0;',
        put: '];\n  return origins.some(Boolean);',
      },
    ],
    caughtBy: ['I-04'],
  },
  {
    name: 'any-filesystem',
    thought: 'an ext4 is an ext4',
    changes: [
      {
        file: 'shared/plan/mount-request.ts',
        find: 'expectedUuid: record?.uuid ?? null,',
        put: 'expectedUuid: record && null,',
      },
    ],
    caughtBy: ['I-06'],
  },
  {
    name: 'pods-restarted-unasked',
    thought: 'a pod that writes elsewhere is to be restarted',
    changes: [
      { file: 'shared/plan/rules/disk-mount.ts', find: 'action: restart ? {', put: 'action: restart || pod.name ? {' },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'mounts-unrecorded',
    thought: 'the label says that it is mounted',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'annotations: { [key]: JSON.stringify(record) } },',
        put: `annotations: { [\`\${key}-seen\`]: JSON.stringify(record) } },`,
      },
    ],
    caughtBy: ['I-21'],
  },
  {
    name: 'attached-beside-a-job',
    thought: 'the Job waits for the disk anyway',
    changes: [{ file: 'shared/apply/attach-disk.ts', find: 'return owned ?? atWork;', put: 'return owned;' }],
    caughtBy: ['I-04'],
  },
];
