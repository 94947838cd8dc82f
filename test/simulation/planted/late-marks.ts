import type { PlantedBug } from './planted-bug.ts';

/** What was marked between the plan and its step. */
export const lateMarkBugs: readonly PlantedBug[] = [
  bug(
    'pool-marked-too-late',
    'shared/apply/remove-pool-members.ts',
    "if (isMarkedText(pool.description)) return marked('the pool');",
  ),
  bug('free-disk-marked-too-late', 'shared/apply/attach-disk.ts', "if (disk.protected) return marked('the disk');"),
  bug(
    'mounted-though-marked',
    'shared/apply/mount-disk.ts',
    'if (vm.protected || node.protected) return marked(mount.node);',
  ),
  bug(
    'unmounted-though-marked',
    'shared/apply/unmount-disk.ts',
    'if (vm.protected || node.protected) return marked(mount.node);',
  ),
  bug('detached-though-marked', 'shared/apply/detach-disk.ts', 'if (vm.protected) return marked(reference.name);'),
  bug('node-marked-too-late', 'shared/apply/label-node.ts', 'if (node.protected) return marked(action.node);'),
  bug(
    'firewall-marked-too-late',
    'shared/apply/patch-firewall.ts',
    "if (isMarkedText(before.description)) return marked('it');",
  ),
  bug(
    'rule-marked-too-late',
    'shared/apply/set-forwarding-rule-target.ts',
    "if (isProtected(labelsIn(before.labels)) || isMarkedText(before.description)) return marked('it');",
  ),
  bug(
    'object-marked-too-late',
    'shared/apply/apply-object.ts',
    "if (before && isProtectedObject(before)) return marked('it');",
  ),
];

function bug(name: string, file: string, find: string): PlantedBug {
  return { name, thought: 'the plan has looked for marks', changes: [{ file, find, put: '' }], caughtBy: ['I-26'] };
}
