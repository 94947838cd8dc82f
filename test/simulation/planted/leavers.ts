import type { PlantedBug } from './planted-bug.ts';

/** Who leaves a pool, and from whose. */
export const leaverBugs: readonly PlantedBug[] = [
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
        find: 'isEnding(status) && vm !== undefined && !isEnding(vm.status);',
        put: 'isEnding(status) && vm !== undefined && vm.status === "";',
      },
    ],
    caughtBy: ['I-12', 'I-19'],
  },
  {
    name: 'leaves-although-its-node-takes-it-back',
    thought: 'what the node said was seen when the plan was made',
    changes: [
      {
        file: 'shared/apply/pool-state.ts',
        find: 'node === undefined || sending.has(node));',
        put: 'node === undefined || sending.size >= 0);',
      },
    ],
    caughtBy: ['I-12'],
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
  {
    name: 'cordoned-and-silent-is-leaving',
    thought: 'a node that is cordoned and not heard of is on its way out',
    changes: [
      {
        file: 'shared/plan/node-group.ts',
        find: 'if (node?.taints.includes(autoscalerTaint))',
        put: "if (node?.taints.includes(autoscalerTaint) || (node?.unschedulable && node.ready !== 'True'))",
      },
    ],
    caughtBy: ['I-12'],
  },
];
