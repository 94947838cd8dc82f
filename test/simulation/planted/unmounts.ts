import type { PlantedBug } from './planted-bug.ts';

/** A disk leaves a VM that runs on. */
export const unmountBugs: readonly PlantedBug[] = [
  {
    name: 'gone-node-is-unmounted',
    thought: 'where there is no node, nothing is mounted',
    changes: [
      {
        file: 'shared/apply/unmount-disk.ts',
        find: 'if (!node)\n    return blocked(',
        put: "if (!node)\n    return done('',",
      },
      { file: 'shared/apply/unmount-disk.ts', find: 'blocked, ', put: '' },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'unmounted-by-name',
    thought: 'the node is the one that the plan names',
    changes: [
      {
        file: 'shared/apply/unmount-disk.ts',
        find: 'const [vm, node] = await Promise.all([readVm(instance, context), readNodeFacts(mount.node, context)]);',
        put: "const node = await readNodeFacts(mount.node, context);\n  const vm = { status: 'RUNNING', protected: false };",
      },
    ],
    caughtBy: ['I-09'],
  },
  {
    name: 'unmount-is-additive',
    thought: 'an unmount can be done again, like a mount',
    changes: [
      { file: 'shared/apply/unmount-disk.ts', find: '  await confirmLease(context);\n', put: '' },
      { file: 'shared/model/action.ts', find: "'unmount-disk': 'destructive'", put: "'unmount-disk': 'additive'" },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'unmount-unconfirmed',
    thought: 'the Lease was taken a moment ago',
    changes: [{ file: 'shared/apply/unmount-disk.ts', find: '  await confirmLease(context);\n', put: '' }],
    caughtBy: ['I-20'],
  },
  {
    name: 'unmounted-so-free',
    thought: 'it was unmounted, so what its VM does by now is all the same',
    changes: [
      {
        file: 'shared/apply/detach-disk.ts',
        find: "const isAsPlanned = vm.status === 'RUNNING' && action",
        put: 'const isAsPlanned = action',
      },
    ],
    caughtBy: ['I-02'],
  },
];
