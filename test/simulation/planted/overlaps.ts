import type { PlantedBug } from './planted-bug.ts';

/** Two runs at once, and what one of them has not seen while it stood still. */
export const overlapBugs: readonly PlantedBug[] = [
  {
    name: 'lease-retaken-after-release',
    thought: 'a Lease that nobody holds is still that of who had it',
    changes: [
      {
        file: 'shared/apply/lease.ts',
        find: '  if (!found || spec?.holderIdentity !== holder || spec.leaseTransitions !== epoch) throw lost(cluster, epoch);',
        put: '  const isTaken =\n    Boolean(spec?.holderIdentity) && (spec?.holderIdentity !== holder || spec?.leaseTransitions !== epoch);\n  if (!found || isTaken) throw lost(cluster, epoch);',
      },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'hour-book-conflict-swallowed',
    thought: 'another run has just written the book, so it is there',
    changes: [
      {
        file: 'shared/apply/hour-book.ts',
        find: '    if (!isOutcomeUnknown(error)) throw error;',
        put: '    if (hasStatus(error, 409)) return;\n    if (!isOutcomeUnknown(error)) throw error;',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'detach-looks-at-mark-only',
    thought: 'whether it is mounted again the node says',
    changes: [
      {
        file: 'shared/apply/detach-disk.ts',
        find: '  if (atWork) return atWork;',
        put: "  if (atWork && atWork.state === 'done') return atWork;",
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'adopt-foreign-job',
    thought: 'the Job that is wanted is there already',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: 'return waiting(`another run has put Job ',
        put: "return (await readJob(job.metadata?.name ?? '', context)) ?? waiting(`another run has put Job ",
      },
    ],
    caughtBy: ['I-14'],
  },
  {
    name: 'mark-without-asking-for-the-job',
    thought: 'the Job has ended, and what it said is in hand',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: '  const done = await use(ended, async () => (await readOwnJob(finished, context)) !== null);',
        put: '  const done = await use(ended, async () => true);',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'plan-age-asked-once',
    thought: 'how old the plan is was asked when the step began',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "  if (isTooOld(plan, input)) return { ...begun, acted: failure('blocked', tooOld) };\n  const due = dueWrite(step.risk === 'additive' ? null : lease, () => isTooOld(plan, input), input.runtime.now);",
        put: "  const isOld = isTooOld(plan, input);\n  if (isOld) return { ...begun, acted: failure('blocked', tooOld) };\n  const due = dueWrite(step.risk === 'additive' ? null : lease, () => isOld, input.runtime.now);",
      },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'attached-by-another-counts-as-own',
    thought: 'the wish came true, whoever made it',
    changes: [
      {
        file: 'shared/apply/attach-disk.ts',
        find: '    return !hasStatus(error, 400, 404, 409);',
        put: '    return true;',
      },
    ],
    caughtBy: ['I-04'],
  },
];
