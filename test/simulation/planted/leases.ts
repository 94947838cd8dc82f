import type { PlantedBug } from './planted-bug.ts';

export const leaseBugs: readonly PlantedBug[] = [
  {
    name: 'lease-unasked',
    thought: 'it was ours a minute ago',
    changes: [
      { file: 'shared/apply/remove-pool-members.ts', find: '  await confirmLease(context, lookedAt);\n', put: '' },
      { file: 'shared/apply/detach-disk.ts', find: '  await confirmLease(context, lookedAt);\n', put: '' },
      {
        file: 'shared/apply/due-write.ts',
        find: "if (since === null) throw new RefusedError('the Lease was not confirmed for it (I-20)', 503);",
        put: 'since ??= now();',
      },
    ],
    caughtBy: ['I-19', 'I-20'],
  },
  {
    name: 'lease-conflict-tried-again',
    thought: 'a conflict goes away when one reads again',
    changes: [
      {
        file: 'shared/apply/lease.ts',
        find: "    .catch(rethrowAsRetry(cluster, 'taken'));\n",
        put: '    .catch(async () => {\n      const { metadata } = await coordination.readNamespacedLease({ name: cluster, namespace });\n      return coordination.replaceNamespacedLease({ name: cluster, namespace, body: { ...body, metadata } as V1Lease });\n    });\n',
      },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'lease-for-everybody',
    thought: 'a Lease that somebody holds is soon free',
    changes: [
      {
        file: 'shared/apply/lease.ts',
        find: 'if (holder && !hasExpired(lease, serverTime)) {',
        put: 'if (holder && serverTime < 0) {',
      },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'lease-never-read-again',
    thought: 'nobody takes a Lease away',
    changes: [
      {
        file: 'shared/apply/lease.ts',
        find: 'if (!found || spec?.holderIdentity !== holder || spec.leaseTransitions !== epoch) throw lost(cluster, epoch);',
        put: 'if (!found || !spec) throw lost(cluster, epoch);',
      },
    ],
    caughtBy: ['I-19', 'I-20'],
  },
  {
    name: 'no-lease-needed',
    thought: 'one instance is enough',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "const [free, bound] = partition(plan.actions, ({ risk }) => risk === 'additive' || lease.held !== null);",
        put: 'const [free, bound] = partition(plan.actions, () => true);',
      },
      {
        file: 'shared/apply/context.ts',
        find: "if (!lease) throw new RefusedError('this takes the Lease, which this step does not hold', 503);\n  await lease.confirm(lookedAt);",
        put: 'await lease?.confirm(lookedAt);',
      },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'lease-writes-all-anew',
    thought: 'what is written beside the Lease is nobody’s',
    changes: [
      {
        file: 'shared/apply/lease.ts',
        find: 'const body = { ...previous, spec };',
        put: 'const { name: own, namespace: place, resourceVersion } = previous.metadata ?? {};\n  const body = { ...previous, metadata: { name: own ?? cluster, namespace: place ?? namespace, ...(resourceVersion && { resourceVersion }) }, spec };',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'lease-by-own-clock',
    thought: 'a minute is the same everywhere',
    changes: [
      {
        file: 'shared/apply/lease.ts',
        find: 'if (holder && !hasExpired(lease, serverTime)) {',
        put: 'if (holder && !hasExpired(lease, (request as never as { now(): number }).now())) {',
      },
      {
        file: 'shared/apply/apply.ts',
        find: 'acquireLease(await clients.kubernetes(), { cluster, holder })',
        put: 'acquireLease(await clients.kubernetes(), { cluster, holder, now: input.runtime.now } as never)',
      },
    ],
    caughtBy: ['I-34'],
  },
  {
    name: 'lease-given-back-blindly',
    thought: 'who gives back something has it',
    changes: [
      {
        file: 'shared/apply/lease.ts',
        find: 'const { lease } = await readOwn(coordination, own);\n    const body',
        put: 'const found = await read(coordination, own.cluster);\n    if (!found) return;\n    const { lease } = found;\n    const body',
      },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'changing-is-not-taking',
    thought: 'only what takes something away needs the Lease',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "({ risk }) => risk === 'additive' || lease.held !== null",
        put: "({ risk }) => risk !== 'destructive' || lease.held !== null",
      },
      {
        file: 'shared/apply/context.ts',
        find: "if (!lease) throw new RefusedError('this takes the Lease, which this step does not hold', 503);\n  await lease.confirm(lookedAt);",
        put: 'await lease?.confirm(lookedAt);',
      },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'lease-ours-from-the-answer-on',
    thought: 'the answer to a renewal says that it is ours now',
    changes: [
      {
        file: 'shared/apply/due-write.ts',
        find: '      since = lookedAt;',
        put: '      since = Math.max(lookedAt, now());',
      },
    ],
    caughtBy: ['I-19'],
  },
  {
    name: 'sent-again-as-it-was',
    thought: 'what was refused for a moment goes out again',
    changes: [
      {
        file: 'shared/apply/due-write.ts',
        find: 'if (age < 0 || age >= longestMilliseconds) throw',
        put: 'if (age < 0) throw',
      },
    ],
    caughtBy: ['I-19'],
  },
];
