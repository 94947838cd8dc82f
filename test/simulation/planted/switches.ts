import type { PlantedBug } from './planted-bug.ts';

export const switchBugs: readonly PlantedBug[] = [
  {
    name: 'switch-read-once',
    thought: 'who throws it can wait for the end of the run',
    changes: [
      {
        file: 'shared/apply/kill-switch.ts',
        find: '      waiting = undefined;\n',
        put: '',
      },
    ],
    caughtBy: ['I-24'],
  },
  {
    name: 'unreadable-is-off',
    thought: 'an API that is down must not stop repairs',
    changes: [
      {
        file: 'shared/apply/kill-switch.ts',
        find: 'if (hasStatus(error, 404)) return null;',
        put: 'if (error) return null;',
      },
    ],
    caughtBy: ['I-24'],
  },
  {
    name: 'switch-for-the-cloud-only',
    thought: 'only Compute Engine is dear',
    changes: [
      {
        file: 'shared/transport.ts',
        find: 'if (mutates(url, init)) await check(url, init);',
        put: "if (mutates(url, init) && url.includes('/compute/')) await check(url, init);",
      },
    ],
    caughtBy: ['I-24'],
  },
  {
    name: 'observe-writes',
    thought: 'what is sure to be right may be done at once',
    changes: [
      {
        file: 'shared/loop.ts',
        find: "const mayWrite = scope.mode === 'apply' && plan.actions.length > 0 && isApproved;",
        put: 'const mayWrite = plan.actions.length > 0 && isApproved;',
      },
    ],
    caughtBy: ['I-25'],
  },
  {
    name: 'only-off-is-off',
    thought: 'a switch that does not say off is on',
    changes: [
      {
        file: 'shared/apply/kill-switch.ts',
        find: "if (value === null || value === 'on') return;",
        put: "if (value !== 'off') return;",
      },
    ],
    caughtBy: ['I-24'],
  },
  {
    name: 'switch-read-afterwards',
    thought: 'it is read for each write, after all',
    changes: [
      {
        file: 'shared/transport.ts',
        find: 'if (mutates(url, init)) await check(url, init);\n    return transport(url, init);',
        put: 'const response = await transport(url, init);\n    if (mutates(url, init)) await check(url, init);\n    return response;',
      },
    ],
    caughtBy: ['I-24'],
  },
  {
    name: 'who-asks-may',
    thought: 'who asks for a repair wants it',
    changes: [
      {
        file: 'shared/repair.ts',
        find: "if (scope.mode === 'apply') refuseWhereObserved(declared, around.world);",
        put: 'void refuseWhereObserved;',
      },
    ],
    caughtBy: ['I-25'],
  },
  {
    name: 'stacks-are-written',
    thought: 'mode is for the cluster',
    changes: [
      {
        file: 'shared/plan/allowed.ts',
        find: 'return observed === undefined ? one',
        put: 'return observed === undefined || live ? one',
      },
    ],
    caughtBy: ['I-25'],
  },
  {
    name: 'adding-changes-nothing',
    thought: 'an addition hurts nobody',
    changes: [
      {
        file: 'shared/transport.ts',
        find: '  /\\/listInstances$/,',
        put: '  /\\/listInstances$/,\n  /\\/addInstance$/,',
      },
    ],
    caughtBy: ['I-24'],
  },
  {
    name: 'share-the-read-under-way',
    thought: 'side by side steps need one read of the switch, so who comes while it runs shares it',
    changes: [
      {
        file: 'shared/apply/kill-switch.ts',
        find: '    waiting ??= Promise.resolve().then(() => {\n      waiting = undefined;\n      return check(kubernetes);\n    });\n    return waiting;',
        put: '    waiting ??= check(kubernetes).finally(() => {\n      waiting = undefined;\n    });\n    return waiting;',
      },
    ],
    caughtBy: ['I-24'],
  },
];
