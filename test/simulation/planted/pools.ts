import type { PlantedBug } from './planted-bug.ts';

const nodeGroup = 'shared/plan/node-group.ts';
const poolMembers = 'shared/plan/rules/pool-members.ts';
const limit = 'shared/plan/limit.ts';
const addMembers = 'shared/apply/add-pool-members.ts';
const removeMembers = 'shared/apply/remove-pool-members.ts';
const poolState = 'shared/apply/pool-state.ts';

export const poolBugs: readonly PlantedBug[] = [
  {
    name: 'unseen-is-gone',
    thought: 'a VM that is not in the list does not exist, whether or not the list was whole',
    changes: [
      { file: poolMembers, find: 'if (gap) return [uncertain(one, instance, gap)];', put: '' },
      {
        file: poolMembers,
        find: "blockedBy: gapIn(one.live, ['instances', 'managedGroups', 'nodes', 'pools']),",
        put: 'blockedBy: null,',
      },
      {
        file: poolState,
        find: 'if (gaps[0]) throw new RetryLaterError(`the VMs',
        put: 'if (gaps[0] && instances.length < 0) throw new RetryLaterError(`the VMs',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'name-for-id',
    thought: 'a VM is its name',
    changes: [
      {
        file: poolState,
        find: 'return (vm?.id ?? null) === id && !vm?.protected;',
        put: "return id !== '' && !vm?.protected;",
      },
    ],
    caughtBy: ['I-09', 'I-19'],
  },
  {
    name: 'remove-before-add',
    thought: 'make room first',
    changes: [{ file: 'shared/plan/order.ts', find: "'remove-pool-members': 3,", put: "'remove-pool-members': 1," }],
    caughtBy: ['I-11'],
  },
  {
    name: 'no-floor',
    thought: 'who is not wanted leaves',
    changes: [
      {
        file: limit,
        find: 'if (members - index - 1 < floor) {',
        put: 'if (members - index - 1 < -1 - floor) {',
      },
      { file: removeMembers, find: 'if (pool.members.length - members.length < floor) {', put: 'if (floor < 0) {' },
    ],
    caughtBy: ['I-10'],
  },
  {
    name: 'floor-as-planned',
    thought: 'the plan has counted, nobody need count again',
    changes: [
      { file: removeMembers, find: 'if (pool.members.length - members.length < floor) {', put: 'if (floor < 0) {' },
    ],
    caughtBy: ['I-10'],
  },
  {
    name: 'not-ready-leaves',
    thought: 'a node that is NotReady takes no traffic',
    changes: [
      {
        file: nodeGroup,
        find: 'if (isExcluded(node)) return {',
        put: "if (node && node.ready !== 'True') return { place: 'leaving', why: 'the node is NotReady' };\n  if (isExcluded(node)) return {",
      },
    ],
    caughtBy: ['I-12'],
  },
  {
    name: 'cordoned-leaves',
    thought: 'a cordoned node is on its way out',
    changes: [
      {
        file: nodeGroup,
        find: 'if (isExcluded(node)) return {',
        put: "if (node?.unschedulable) return { place: 'leaving', why: 'the node is cordoned' };\n  if (isExcluded(node)) return {",
      },
    ],
    caughtBy: ['I-12'],
  },
  {
    name: 'all-at-once',
    thought: 'removalsPerPass only makes it slow',
    changes: [{ file: limit, find: 'return index < atOnce ? [] :', put: 'return index < atOnce + members ? [] :' }],
    caughtBy: ['I-13'],
  },
  {
    name: 'never-stop',
    thought: 'a pool of stale members is no use to anybody',
    changes: [
      { file: limit, find: 'if (removals.length > stopAt) {', put: 'if (removals.length > stopAt + members) {' },
    ],
    caughtBy: ['I-13'],
  },
  {
    name: 'no-read-back',
    thought: 'the operation is DONE, so the member is there',
    changes: [
      {
        file: addMembers,
        find: 'const pool = await readPool(action.pool, context);\n  const absent = action.instances.filter((instance) => !isMember(pool, instance));\n  if (absent.length === 0) return acted;',
        put: 'const absent = action.instances;\n  if (absent.length > 0 || context) return acted;',
      },
    ],
    caughtBy: ['I-14', 'I-29'],
  },
  {
    name: 'outsiders-leave',
    thought: 'what is in no declared group does not belong',
    changes: [
      {
        file: poolMembers,
        find: 'if (alive && !one.groups.some(({ unknown }) => unknown)) return [undeclaredMember(one, instance)];',
        put: "if (alive) return [toRemove(one, { reference: instance, id: alive.id }, 'it is in no declared group')];",
      },
    ],
    caughtBy: ['I-12'],
  },
  {
    name: 'nobody-is-added',
    thought: 'the managed group will see to it',
    changes: [
      {
        file: poolMembers,
        find: "standing.place === 'wanted' ? toAdd(one, standing) : notYet(one, standing)",
        put: 'notYet(one, standing)',
      },
    ],
    caughtBy: ['I-22'],
  },
  {
    name: 'foreign-pools-too',
    thought: 'a pool is a pool',
    changes: [
      { file: poolMembers, find: 'if (!found || foreignOwner(found)) return [];', put: 'if (!found) return [];' },
    ],
    caughtBy: ['I-26'],
  },
];
