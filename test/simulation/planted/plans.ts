import type { PlantedBug } from './planted-bug.ts';

export const planBugs: readonly PlantedBug[] = [
  {
    name: 'any-hash',
    thought: 'the person meant the plan as it is now',
    changes: [
      {
        file: 'shared/loop.ts',
        find: 'const isApproved = approved === undefined || approved === plan.hash;',
        put: 'const isApproved = approved !== null;',
      },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'old-plans-keep',
    thought: 'a plan that was right stays right',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: 'return runtime.now() > expiresAt || runtime.now() < observedAt;',
        put: 'return expiresAt < observedAt && runtime.now() < observedAt;',
      },
      {
        file: 'shared/repair.ts',
        find: 'return read && around.world.runtime.now() > read.plan.expiresAt',
        put: 'return read && read.plan.expiresAt < 0',
      },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'hash-of-the-kinds',
    thought: 'the same kinds of steps for the same things are the same plan',
    changes: [
      {
        file: 'shared/plan/plan.ts',
        find: 'steps: ready.map(stepOf),',
        put: 'steps: ready.map(({ kind, target }) => ({ kind, target })),',
      },
      {
        file: 'shared/plan/plan.ts',
        find: 'seen: actionable.map(whatWasSeen).toSorted(),',
        put: 'seen: actionable.map(whatWasSeen).length,',
      },
      {
        file: 'shared/plan/plan.ts',
        find: 'blocked: blocked.map(({ action, blockedBy }) => ({ action, blockedBy })),',
        put: 'blocked: blocked.length,',
      },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'firewall-written-over',
    thought: 'what is declared is right whatever there was',
    changes: [{ file: 'shared/apply/patch-firewall.ts', find: 'if (moved.length > 0)', put: 'if (moved.length > 9)' }],
    caughtBy: ['I-19'],
  },
  {
    name: 'status-of-any-version',
    thought: 'nobody else writes the status',
    changes: [
      {
        file: 'shared/apply/set-service-status.ts',
        find: 'metadata: { resourceVersion }, status',
        put: 'metadata: { ...(resourceVersion === 0 && { resourceVersion }) }, status',
      },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'plan-hash-of-steps-alone',
    thought: 'the steps are the plan',
    changes: [
      {
        file: 'shared/plan/plan.ts',
        find: '    seen: actionable.map(whatWasSeen).toSorted(),\n',
        put: '',
      },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'observed-when-finished',
    thought: 'the state is as of the moment at which all of it is here',
    changes: [
      { file: 'shared/observe/observe.ts', find: '    observedAt: now,\n', put: '    observedAt: runtime.now(),\n' },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'limit-what-was-asked-for',
    thought: 'why limit findings that the request leaves out anyway: filter first',
    changes: [
      {
        file: 'shared/plan/plan.ts',
        find: 'select(scope.only, limitRemovals(all, declared.cluster, live), { declared, live })',
        put: 'limitRemovals(select(scope.only, all, { declared, live }), declared.cluster, live)',
      },
    ],
    caughtBy: ['I-13'],
  },
];
