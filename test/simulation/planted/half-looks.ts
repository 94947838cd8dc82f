import type { PlantedBug } from './planted-bug.ts';

/** What was seen in part, or for another step, is taken for enough. */
export const halfLookBugs: readonly PlantedBug[] = [
  {
    name: 'removals-alone-skip-the-floor',
    thought: 'of a batch that has passed every check each member has passed it',
    changes: [
      {
        file: 'shared/apply/remove-pool-members.ts',
        find: 'return oneByOne(members, (instance) => removePoolMembers({ ...action, instances: [instance] }, context));',
        put: 'return oneByOne(members, async (instance) => {\n    await send(action.pool, [instance], context);\n    return done(null);\n  });',
      },
    ],
    caughtBy: ['I-19', 'I-10'],
  },
  {
    name: 'vms-read-once-a-run',
    thought: 'no write of ours changes the VMs, so one list of them serves the whole run',
    changes: [
      {
        file: 'shared/apply/pool-state.ts',
        find: '    reads.delete(key);\n',
        put: "    if (key !== 'instances') reads.delete(key);\n",
      },
    ],
    caughtBy: ['I-19', 'I-09'],
  },
  {
    name: 'gap-of-another-zone',
    thought: 'what could not be seen in another zone says nothing of a VM in this one',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: "blockedBy: gapIn(one.live, ['instances', 'managedGroups', 'nodes', 'pools']),",
        put: "blockedBy: gapIn(one.live, ['instances', 'managedGroups', 'nodes', 'pools'], [reference.location]),",
      },
    ],
    caughtBy: ['I-18'],
  },
  {
    name: 'half-a-group-is-better-than-none',
    thought: 'those that were read before a page failed are right',
    changes: [
      {
        file: 'shared/observe/managed-groups.ts',
        find: 'items: gaps.length > 0 ? null : items,',
        put: 'items: gaps.length > 0 && items.length === 0 ? null : items,',
      },
    ],
    caughtBy: ['I-18'],
  },
  {
    name: 'volumes-read-so-far',
    thought: 'some of the volumes have been read',
    changes: [
      {
        file: 'shared/apply/volume-owner.ts',
        find: 'if (gap) return unread(gap.why);',
        put: 'if (gap && items.length === 0) return unread(gap.why);',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'health-is-asked-again-tomorrow',
    thought: 'a health that cannot be read is no finding',
    changes: [
      {
        file: 'shared/observe/pool-health.ts',
        find: 'gaps: isStale(error, instance.name) ? [] : [gapOf(pool.name, instance.name, error)]',
        put: 'gaps: []',
      },
    ],
    caughtBy: ['I-27'],
  },
  {
    name: 'old-look-answers-redelivery',
    thought: 'what was left open was told, so the same event needs no look',
    changes: [
      {
        file: 'shared/passes.ts',
        find: 'if (last && published < last.beganAt && arrival <= last.arrived) throw last.error;',
        put: 'if (last && published < last.beganAt) throw last.error;',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'order-by-stage-alone',
    thought: 'within a stage all goes side by side, so its order says nothing',
    changes: [
      {
        file: 'shared/plan/order.ts',
        find: 'stageOfStep(one) - stageOfStep(other) || (key(one) < key(other) ? -1 : 1)',
        put: 'stageOfStep(one) - stageOfStep(other)',
      },
    ],
    caughtBy: ['I-32'],
  },
  {
    name: 'silent-zone-is-empty',
    thought: 'a zone without VMs has nothing to list, with or without a warning',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: 'if (listed.length > 0 || warning?.code) return [];',
        put: "if (listed.length > 0 || warning?.code || scope.startsWith('zones/')) return [];",
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
];
