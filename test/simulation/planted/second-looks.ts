import type { PlantedBug } from './planted-bug.ts';

/** What the plan has seen is not looked at once more. */
export const secondLookBugs: readonly PlantedBug[] = [
  {
    name: 'added-as-planned',
    thought: 'the plan has looked at these VMs a moment ago',
    changes: [
      {
        file: 'shared/apply/add-pool-members.ts',
        find: 'const current = await mayJoin(action.instances, context);',
        put: 'const current = action.instances;',
      },
    ],
    caughtBy: ['I-09', 'I-19'],
  },
  {
    name: 'removed-whoever-it-is',
    thought: 'who left does not come back under its name so soon',
    changes: [
      {
        file: 'shared/apply/remove-pool-members.ts',
        find: 'const current = same.filter((instance) => sentAway.includes(instance));',
        put: 'const current = action.instances.filter((instance) => same !== undefined && sentAway.includes(instance));',
      },
    ],
    caughtBy: ['I-09', 'I-19'],
  },
  {
    name: 'attached-as-planned',
    thought: 'the plan has read the disk',
    changes: [
      {
        file: 'shared/apply/attach-disk.ts',
        find: 'const objection = objectionTo(disk, action) ?? (await',
        put: 'const objection = (await',
      },
      {
        file: 'shared/apply/attach-disk.ts',
        find: 'const [vm, disk] = await Promise.all([readVm(action.instance, context), readDisk(action, context)]);',
        put: 'const vm = await readVm(action.instance, context);',
      },
    ],
    caughtBy: ['I-09', 'I-19'],
  },
  {
    name: 'pool-made-as-planned',
    thought: 'a new pool is nobody else’s',
    changes: [
      {
        file: 'shared/apply/create-pool.ts',
        find: 'const current = members.length > 0 ? await mayJoin(members, context) : [];',
        put: 'const current = members;',
      },
    ],
    caughtBy: ['I-09', 'I-26'],
  },
  {
    name: 'kept-by-device-name',
    thought: 'a device name stands for one disk',
    changes: [
      {
        file: 'shared/apply/keep-disk.ts',
        find: 'one.deviceName === deviceName && one.source && sameReference(one.source, disk)',
        put: 'one.deviceName === deviceName',
      },
    ],
    caughtBy: ['I-03'],
  },
  {
    name: 'kept-whatever-its-mark',
    thought: 'to keep a disk harms nobody',
    changes: [
      { file: 'shared/apply/keep-disk.ts', find: 'if (vm.protected) return marked(vm.reference.name);', put: '' },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'detached-whoever-owns-it',
    thought: 'the plan has asked whose it is',
    changes: [{ file: 'shared/apply/detach-disk.ts', find: 'if (objection) return objection;', put: '' }],
    caughtBy: ['I-26'],
  },
  {
    name: 'disk-marked-too-late',
    thought: 'a disk that is attached is the VM’s, and that was looked at',
    changes: [
      {
        file: 'shared/apply/disk-objection.ts',
        find: "return live.protected ? Promise.resolve(marked('the disk')) : ownerVolume",
        put: 'return ownerVolume',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'attached-whoever-has-it',
    thought: 'the API refuses a second writer',
    changes: [
      {
        file: 'shared/apply/attach-disk.ts',
        find: "if (mode === 'READ_ONLY' || disk.users.length === 0) return null;",
        put: 'if (mode) return null;',
      },
    ],
    caughtBy: ['I-01'],
  },
  {
    name: 'added-whatever-its-node-says',
    thought: 'the nodes have just been read for the plan',
    changes: [
      {
        file: 'shared/apply/pool-state.ts',
        find: 'return there.filter((instance) => kept.includes(instance));',
        put: 'return kept.length > 0 ? there : there;',
      },
    ],
    caughtBy: ['I-12'],
  },
];
