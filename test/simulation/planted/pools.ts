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
    name: 'not-ready-leaves',
    thought: 'a node that is NotReady takes no traffic',
    changes: [
      {
        file: 'shared/plan/node-group.ts',
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
        file: 'shared/plan/node-group.ts',
        find: 'if (isExcluded(node)) return {',
        put: "if (node?.unschedulable) return { place: 'leaving', why: 'the node is cordoned' };\n  if (isExcluded(node)) return {",
      },
    ],
    caughtBy: ['I-12'],
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
    name: 'outsiders-leave',
    thought: 'what is in no declared group does not belong',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
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
    changes: [{ file: 'shared/plan/limit.ts', find: 'count ?? Math.floor(', put: 'count ?? Math.ceil(' }],
    caughtBy: ['I-13'],
  },
  {
    name: 'false-excludes',
    thought: 'the label is there',
    changes: [
      {
        file: 'shared/plan/node-group.ts',
        find: "return mark !== undefined && mark !== 'false';",
        put: 'return mark !== undefined;',
      },
    ],
    caughtBy: ['I-12'],
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
    name: 'removed-as-planned',
    thought: 'a member that left is no member',
    changes: [
      {
        file: 'shared/apply/remove-pool-members.ts',
        find: 'const members = current.filter((instance) => isMember(pool, instance));',
        put: 'const members = action.instances.filter(() => pool.members.length > 0 && isMember !== undefined && current.length > 0);',
      },
    ],
    caughtBy: ['I-21', 'I-09'],
  },
  {
    name: 'unknown-status-leaves',
    thought: 'what does not run is going',
    changes: [
      {
        file: 'shared/plan/node-group.ts',
        find: "return { place: 'kept', why: `the VM is \\`",
        put: "return { place: 'leaving', why: `the VM is \\`",
      },
    ],
    caughtBy: ['I-12'],
  },
  {
    name: 'any-taint-of-the-autoscaler',
    thought: 'the autoscaler has several taints by now; whichever it puts on, the node is going',
    changes: [
      {
        file: 'shared/plan/node-group.ts',
        find: 'if (node?.taints.includes(autoscalerTaint))',
        put: "if (node?.taints.some((taint) => taint.endsWith('ClusterAutoscaler')))",
      },
    ],
    caughtBy: ['I-12'],
  },
  {
    name: 'leaves-although-it-is-back',
    thought: 'the same id is the same VM, so the plan still holds for it',
    changes: [
      {
        file: 'shared/apply/pool-state.ts',
        find: "    const isBack = status !== undefined && vm?.status === 'RUNNING';\n    return (vm?.id ?? null) === id && !vm?.protected && !isBack && (!vm || isFit(vm));",
        put: '    return (vm?.id ?? null) === id && !vm?.protected && (!vm || isFit(vm));',
      },
      {
        file: 'shared/apply/pool-state.ts',
        find: 'return instances.filter(({ reference, id, status }) => {',
        put: 'return instances.filter(({ reference, id }) => {',
      },
    ],
    caughtBy: ['I-12', 'I-19'],
  },
  {
    name: 'taken-pool-is-ours-still',
    thought: 'whose pool it is was seen when the plan was made',
    changes: [
      {
        file: 'shared/apply/remove-pool-members.ts',
        find: 'if (owner) return leftToPerson(',
        put: 'if (owner && members.length > 99) return leftToPerson(',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'coming-is-not-there',
    thought: 'who does not run serves nobody',
    changes: [
      {
        file: 'shared/plan/node-group.ts',
        find: "const ending = ['STOPPING',",
        put: "const ending = ['PROVISIONING', 'STAGING', 'STOPPING',",
      },
    ],
    caughtBy: ['I-12'],
  },
];
