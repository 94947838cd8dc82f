import type { PlantedBug } from './planted-bug.ts';

/** Pods that are to start anew. */
export const restartBugs: readonly PlantedBug[] = [
  {
    name: 'breaker-counts-each-pod-by-its-name',
    thought: 'pods have unique names, so the name is the key',
    changes: [
      {
        file: 'shared/apply/hour.ts',
        find: 'return [key(action.namespace, ownName(action.pod))];',
        put: 'return [key(action.namespace, action.pod)];',
      },
      {
        file: 'shared/apply/hour.ts',
        find: "\n/** The next pod of the same controller is called otherwise in its last word alone, and it would be restarted without end. */\nfunction ownName(pod: string): string {\n  return pod.replace(/-[^-]+$/, '');\n}\n",
        put: '',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'deleted-is-restarted',
    thought: 'the server has taken the deletion, so the pod goes',
    changes: [
      {
        file: 'shared/apply/restart-pod.ts',
        find: "    // I-14: gone, or on its way within its grace period.\n    const { metadata } = await core.readNamespacedPod({ namespace, name });\n    if (metadata?.uid === uid && !metadata.deletionTimestamp) return blocked('it is still there after it was deleted');\n",
        put: '',
      },
    ],
    caughtBy: ['I-14'],
  },
  {
    name: 'stranded-pods-of-every-node',
    thought: 'a pod under the mount path on a node without the disk is stranded wherever it runs',
    changes: [
      { file: 'shared/plan/rules/disk-mount.ts', find: '      ours.has(node) &&\n', put: '' },
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: '  const ours = new Set(one.group.standings.flatMap(({ node }) => node?.name ?? []));\n',
        put: '',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'hold-back-only-steps-of-the-same-vm',
    thought: 'what failed on one VM says nothing of steps that are for another, or for none',
    changes: [
      {
        file: 'shared/apply/hold-back.ts',
        find: 'if (!isOfOne || vmOf(earlier) === vmOf(step)) return true;',
        put: 'return !isOfOne || vmOf(earlier) === vmOf(step);',
      },
    ],
    caughtBy: ['I-08'],
  },
];
