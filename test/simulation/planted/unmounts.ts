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
    caughtBy: ['I-08', 'I-14'],
  },
  {
    name: 'unmounted-by-name',
    thought: 'the node is the one that the plan names',
    changes: [
      {
        file: 'shared/apply/unmount-disk.ts',
        find: 'const [vm, node] = await Promise.all([readVm(instance, context), readNodeFacts(mount.node, context)]);',
        put: "const node = await readNodeFacts(mount.node, context);\n  const vm = { status: 'RUNNING', protected: false, disks: [] };",
      },
    ],
    caughtBy: ['I-09'],
  },
  {
    name: 'unmounted-between-pods',
    thought: 'a pod that ends, or has not begun, writes nothing',
    changes: [
      {
        file: 'shared/plan/disk-holder.ts',
        find: "!['Succeeded', 'Failed'].includes(pod.phase) &&",
        put: "pod.phase === 'Running' &&",
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'unmount-is-additive',
    thought: 'an unmount can be done again, like a mount',
    changes: [
      { file: 'shared/apply/unmount-disk.ts', find: '  await confirmLease(context, lookedAt);\n', put: '' },
      { file: 'shared/model/action.ts', find: "'unmount-disk': 'destructive'", put: "'unmount-disk': 'additive'" },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'unmount-unconfirmed',
    thought: 'the Lease was taken a moment ago',
    changes: [
      { file: 'shared/apply/unmount-disk.ts', find: '  await confirmLease(context, lookedAt);\n', put: '' },
      {
        file: 'shared/apply/due-write.ts',
        find: "if (since === null) throw new RefusedError('the Lease was not confirmed for it (I-20)', 503);",
        put: 'since ??= now();',
      },
    ],
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
  {
    name: 'withheld-additive-steps-hold-back',
    thought:
      'a destructive step that is withheld is withheld for the Lease, and then so is what follows it; only additive ones need to be looked at',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: 'const missing = withheld.filter((step) => first && stageOfStep(step) < stageOfStep(first));',
        put: "const missing = withheld.filter(\n      (step) => first && step.risk === 'additive' && stageOfStep(step) < stageOfStep(first),\n    );",
      },
      { file: 'shared/apply/hour.ts', find: 'for (const one of rest) withheld.set(one, because);', put: '' },
    ],
    caughtBy: ['I-08', 'I-02'],
  },
  {
    name: 'unmount-where-it-is-declared',
    thought: 'the disk is mounted where the declaration says',
    changes: [
      {
        file: 'shared/plan/disk-holder.ts',
        find: '  if (mountRecordOf(node, one.disk.name)?.path !== one.disk.mountPath)\n    return',
        put: '  if (!node.name)\n    return',
      },
    ],
    caughtBy: ['I-08', 'I-02'],
  },
  {
    name: 'unmounted-with-its-vm',
    thought: 'a mount is gone with its VM, so there is nothing left to unmount',
    changes: [
      {
        file: 'shared/apply/unmount-disk.ts',
        find: 'if (!vm) return blocked(`the VM',
        put: 'if (!vm) return done(null, `the VM',
      },
      {
        file: 'shared/apply/detach-disk.ts',
        find: 'if (mountedSince) return mountedSince;',
        put: "if (mountedSince && mountedSince.state === 'done') return mountedSince;",
      },
    ],
    caughtBy: ['I-08'],
  },
];
