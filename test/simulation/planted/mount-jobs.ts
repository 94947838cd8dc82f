import type { PlantedBug } from './planted-bug.ts';

export const mountJobBugs: readonly PlantedBug[] = [
  {
    name: 'job-with-token',
    thought: 'a Pod has a token',
    changes: [
      {
        file: 'shared/mount/job.ts',
        find: 'automountServiceAccountToken: false,',
        put: 'automountServiceAccountToken: true,',
      },
    ],
    caughtBy: ['I-33'],
  },
  {
    name: 'job-tries-again',
    thought: 'what fails may work the second time',
    changes: [{ file: 'shared/mount/job.ts', find: 'backoffLimit: 0,', put: 'backoffLimit: 3,' }],
    caughtBy: ['I-33'],
  },
];
