import type { PlantedBug } from './planted-bug.ts';

const marksOfGroupAlone: PlantedBug['changes'] = [
  {
    file: 'shared/plan/rules/disk-mount.ts',
    find: 'const holder = holderOf(one);',
    put: 'const holder = one.holders.find((other) => other.isOfGroup && other === holderOf(one));',
  },
  {
    file: 'shared/plan/rules/disk-mount.ts',
    find: 'if (!holder && all.some(',
    put: 'if (!holder && all.length === 0 && all.some(',
  },
];

export const mountBugs: readonly PlantedBug[] = [
  {
    name: 'mount-first',
    thought: 'the node can wait for its device',
    changes: [
      { file: 'shared/plan/order.ts', find: "'attach-disk': 5,", put: "'attach-disk': 6," },
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'if (!attached) return blocked(',
        put: 'if (!attached && vm.id === "") return blocked(',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'label-before-mount',
    thought: 'pods take a while to start anyway',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'return withMountJob(',
        put: 'await patchNode({ node: mount.node, uid: node.uid, labels: { [mountKey(mount.disk)]: mountedMark }, annotations: {} }, context);\n  return withMountJob(',
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
        find: '    neverHeldData,\n',
        put: '    neverHeldData: true,\n',
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
    name: 'empty-is-new',
    thought: 'a disk without a source holds nothing',
    changes: [
      {
        file: 'shared/observe/disks.ts',
        find: 'raw.lastAttachTimestamp,\n    raw.lastDetachTimestamp,\n  ];\n  return origins.some(Boolean) || (raw.users ?? []).length > 0;',
        put: '];\n  return origins.some(Boolean);',
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
    name: 'any-filesystem',
    thought: 'an ext4 is an ext4',
    changes: [
      {
        file: 'shared/plan/mount-request.ts',
        find: 'expectedUuid: neverHeldData ? null : (record?.uuid ?? null),',
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
    name: 'mark-taken-with-unread-group',
    thought: 'whose VM it is does not matter to a mount',
    changes: [
      { file: 'shared/plan/rules/disk-mount.ts', find: ' ?? one.group.unknown;', put: ';' },
      ...marksOfGroupAlone,
    ],
    caughtBy: ['I-08', 'I-18'],
  },
  {
    name: 'mark-of-group-alone',
    thought: 'a disk belongs to the nodes that are declared',
    changes: [...marksOfGroupAlone],
    caughtBy: ['I-08'],
  },
  {
    name: 'stranded-on-a-stranger',
    thought: 'a disk belongs to the nodes that are declared',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: 'holders.some((holder) => holder.node?.name === node),',
        put: 'holders.some((holder) => isToHaveMount(holder) && holder.node?.name === node),',
      },
      { file: 'shared/plan/rules/disk-mount.ts', find: '      ours.has(node) &&\n', put: '' },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'mark-taken-off-a-new-mount',
    thought: 'the plan has seen it',
    changes: [
      {
        file: 'shared/apply/label-node.ts',
        find: '(node.annotations[key] ?? null) !== value',
        put: '(node.annotations[key] ?? null) !== value && key === ""',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'mark-taken-off-by-an-old-look',
    thought: 'it was looked at a moment ago',
    changes: [{ file: 'shared/apply/label-node.ts', find: 'uid, resourceVersion, labels }', put: 'uid, labels }' }],
    caughtBy: ['I-08'],
  },
  {
    name: 'mounted-by-own-clock',
    thought: 'a minute is the same everywhere',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
        find: '  if (!result.already) return record;',
        put: '  record.mountedAt = new Date(context.runtime.now()).toISOString();\n  if (!result.already) return record;',
      },
    ],
    caughtBy: ['I-34'],
  },
  {
    name: 'attached-once-and-for-all',
    thought: 'it is attached, and the node says that it is mounted',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: 'if (isAttachedAnew(one, record))',
        put: "if (isAttachedAnew(one, record) && record.path === '')",
      },
    ],
    caughtBy: ['I-22'],
  },
  {
    name: 'others-mounts-are-new',
    thought: 'it is mounted now',
    changes: [{ file: 'shared/apply/mount-disk.ts', find: '{ ...record, wasThere: true }', put: 'record' }],
    caughtBy: ['I-26'],
  },
  {
    name: 'fresh-by-own-clock',
    thought: 'pods are early for a minute at most',
    changes: [
      { file: 'shared/observe/observe.ts', find: 'const freshSeconds = 60 + 300;', put: 'const freshSeconds = 60;' },
      { file: 'shared/observe/observe.ts', find: 'Math.min(now, since ?? now)', put: 'Math.max(now, since ?? now)' },
    ],
    caughtBy: ['I-34'],
  },
  {
    name: 'mounts-beside-the-driver',
    thought: 'what is attached is ours to mount',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'if (objection) return objection;',
        put: 'if (objection && vm.id === "") return objection;',
      },
      {
        file: 'shared/plan/disk-refusal.ts',
        find: 'if (!owner) return null;',
        put: 'if (!owner || one.holders.length > 0) return null;',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'formats-what-somebody-has-attached',
    thought: 'it is attached, and that is what was wanted',
    changes: [{ file: 'shared/apply/attach-disk.ts', find: 'action.mayBeFormatted ?', put: 'action.diskId === "" ?' }],
    caughtBy: ['I-04'],
  },
];
