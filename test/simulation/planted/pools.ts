import type { PlantedBug } from './planted-bug.ts';

export const poolBugs: readonly PlantedBug[] = [
  {
    name: 'name-for-id',
    thought: 'a VM is its name',
    changes: [
      {
        file: 'shared/apply/pool-state.ts',
        find: 'return (vm?.id ?? null) === id && ',
        put: "return id !== '' && ",
      },
      { file: 'shared/apply/pool-state.ts', find: 'return vm?.id === id && ', put: 'return vm !== undefined && ' },
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
    name: 'failed-addition-holds-nothing',
    thought: 'who is to leave leaves, whoever else did not come',
    changes: [
      {
        file: 'shared/apply/hold-back.ts',
        find: 'if (earlier.target !== step.target) return false;',
        put: "if (earlier.target !== step.target || earlier.kind === 'add-pool-members') return false;",
      },
    ],
    caughtBy: ['I-11'],
  },
  {
    name: 'gone-are-not-missing',
    thought: 'a VM that is gone is no member, whatever the pool says',
    changes: [
      {
        file: 'shared/plan/limit.ts',
        find: 'if (removals.length > stopAt) {',
        put: 'if (removals.filter(({ action }) => action.instances.some(({ id }) => id !== null)).length > stopAt) {',
      },
    ],
    caughtBy: ['I-13'],
  },
  {
    name: 'strangers-stop-additions',
    thought: 'a pool that somebody else has had to do with is left alone',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: 'const missing = missingFrom(one, ours);',
        put: "const missing = surplus(one, own).some(({ rule }) => rule === 'P-10') ? [] : missingFrom(one, ours);",
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'no-floor',
    thought: 'who is not wanted leaves',
    changes: [
      {
        file: 'shared/plan/limit.ts',
        find: 'if (members - index - 1 < floor) {',
        put: 'if (members - index - 1 < -1 - floor) {',
      },
      {
        file: 'shared/apply/remove-pool-members.ts',
        find: 'if (pool.members.length - members.length < floor) {',
        put: 'if (floor < 0) {',
      },
    ],
    caughtBy: ['I-10'],
  },
  {
    name: 'floor-as-planned',
    thought: 'the plan has counted, nobody need count again',
    changes: [
      {
        file: 'shared/apply/remove-pool-members.ts',
        find: 'if (pool.members.length - members.length < floor) {',
        put: 'if (floor < 0) {',
      },
    ],
    caughtBy: ['I-10'],
  },
  {
    name: 'all-at-once',
    thought: 'removalsPerPass only makes it slow',
    changes: [
      {
        file: 'shared/plan/limit.ts',
        find: 'return index < atOnce ? [] :',
        put: 'return index < atOnce + members ? [] :',
      },
    ],
    caughtBy: ['I-13'],
  },
  {
    name: 'never-stop',
    thought: 'a pool of stale members is no use to anybody',
    changes: [
      {
        file: 'shared/plan/limit.ts',
        find: 'if (removals.length > stopAt) {',
        put: 'if (removals.length > stopAt + members) {',
      },
    ],
    caughtBy: ['I-13'],
  },
  {
    name: 'no-read-back',
    thought: 'the operation is DONE, so the member is there',
    changes: [
      {
        file: 'shared/apply/add-pool-members.ts',
        find: 'const pool = await readPool(action.pool, context);\n  const absent = action.instances.filter((instance) => !isMember(pool, instance));\n  return absent.length > 0 ?',
        put: 'const absent = action.instances;\n  return absent.length < 0 && context ?',
      },
    ],
    caughtBy: ['I-14', 'I-29'],
  },
  {
    name: 'nobody-is-added',
    thought: 'the managed group will see to it',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: "standing.place === 'wanted' ? toAdd(one, standing) : notYet(one, standing)",
        put: 'notYet(one, standing)',
      },
    ],
    caughtBy: ['I-22'],
  },
  {
    name: 'rounded-up',
    thought: 'half of three is two',
    changes: [{ file: 'shared/model/share.ts', find: 'Math.floor(', put: 'Math.ceil(' }],
    caughtBy: ['I-13'],
  },
  {
    name: 'the-group-needs-help',
    thought: 'whoever keeps the pool, it lacks a VM',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: `ownPools.some((url) => url.endsWith(\`/\${one.found.reference.name}\`)),`,
        put: 'ownPools.some((url) => url === one.found.reference.name),',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'one-call-for-all-pools',
    thought: 'pools of a region have the same members',
    changes: [
      {
        file: 'shared/plan/plan.ts',
        find: 'return referencePath(one.pool) === referencePath(other.pool) && one.instances.length < mostMembersPerCall;',
        put: 'return one.pool.location === other.pool.location && one.instances.length < mostMembersPerCall && referencePath(one.pool) !== "";',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'share-of-the-pool-to-be',
    thought: 'what joins comes before what leaves, so the share is of the pool as it will be then',
    changes: [
      {
        file: 'shared/plan/limit.ts',
        find: 'overLimit(removals, { pool, grows,',
        put: "overLimit(removals, { pool, grows: findings.filter((one) => isReadyFor('add-pool-members', one, pool)).length as never,",
      },
      {
        file: 'shared/plan/limit.ts',
        find: 'const atOnce = amountOf(limits.removalsPerPass, members, 1);',
        put: 'const atOnce = amountOf(limits.removalsPerPass, members + Number(grows), 1);',
      },
    ],
    caughtBy: ['I-13'],
  },
  {
    name: 'stopping-is-kept',
    thought: 'what stops may be started again',
    changes: [
      {
        file: 'shared/plan/node-group.ts',
        find: "const ending = ['STOPPING', 'STOPPED',",
        put: "const ending = ['STOPPED',",
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'own-pool-by-part-of-name',
    thought: 'the link of a pool has its name in it',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: 'ownPools.some((url) => url.endsWith(`/',
        put: 'ownPools.some((url) => url.includes(`',
      },
    ],
    caughtBy: ['I-29'],
  },
];
