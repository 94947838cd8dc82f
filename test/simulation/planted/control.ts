import type { PlantedBug } from './planted-bug.ts';

const lease = 'shared/apply/lease.ts';
const apply = 'shared/apply/apply.ts';
const transport = 'shared/transport.ts';
const removeMembers = 'shared/apply/remove-pool-members.ts';

export const controlBugs: readonly PlantedBug[] = [
  {
    name: 'lease-unasked',
    thought: 'it was ours a minute ago',
    changes: [
      { file: removeMembers, find: '  await confirmLease(context);\n', put: '' },
      { file: 'shared/apply/detach-disk.ts', find: '  await confirmLease(context);\n', put: '' },
      {
        file: apply,
        find: 'return (url) => (isComputeRequest(url) ? refresh() : Promise.resolve());',
        put: 'return (url) => (url.length > 0 ? Promise.resolve() : refresh());',
      },
    ],
    caughtBy: ['I-19', 'I-20'],
  },
  {
    name: 'lease-conflict-tried-again',
    thought: 'a conflict goes away when one reads again',
    changes: [
      {
        file: lease,
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
      { file: lease, find: 'if (holder && !hasExpired(lease, serverTime)) {', put: 'if (holder && serverTime < 0) {' },
    ],
    caughtBy: ['I-20'],
  },
  {
    name: 'lease-never-read-again',
    thought: 'nobody takes a Lease away',
    changes: [
      {
        file: lease,
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
        file: apply,
        find: "const [free, bound] = partition(plan.actions, ({ risk }) => risk === 'additive' || lease.held !== null);",
        put: 'const [free, bound] = partition(plan.actions, () => true);',
      },
      {
        file: 'shared/apply/context.ts',
        find: "if (!lease) throw new RefusedError('this takes the Lease, which this step does not hold', 503);\n  await lease.confirm();",
        put: 'await lease?.confirm();',
      },
    ],
    caughtBy: ['I-20'],
  },
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
        file: transport,
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
    name: 'retry-anything',
    thought: 'a request that got no answer was not carried out',
    changes: [
      {
        file: transport,
        find: "return !mutates(url, init) || new URL(url).searchParams.has('requestId');",
        put: 'return url.length > 0 && init !== null;',
      },
    ],
    caughtBy: ['I-28'],
  },
  {
    name: 'no-request-id',
    thought: 'the API knows what it has done already',
    changes: [
      {
        file: 'shared/apply/add-pool-members.ts',
        find: '    requestId: uuidOf(requestId, ...instances.map(({ reference }) => referencePath(reference))),\n',
        put: '',
      },
      {
        file: 'shared/apply/add-pool-members.ts',
        find: 'const { clients, runtime, requestId } = context;',
        put: 'const { clients, runtime } = context;',
      },
    ],
    caughtBy: ['I-28'],
  },
  {
    name: 'acknowledge-before-done',
    thought: 'the event has been read',
    changes: [
      {
        file: 'functions/answer-event.ts',
        find: '    await answer();\n',
        put: '    void answer().catch(() => undefined);\n',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'acknowledge-failures',
    thought: 'an error is an answer too',
    changes: [{ file: 'functions/answer-event.ts', find: '    throw error;\n', put: '' }],
    caughtBy: ['I-29'],
  },
  {
    name: 'errors-of-operations',
    thought: 'DONE is done',
    changes: [
      { file: 'shared/apply/operation.ts', find: '  if (!first) return;', put: '  if (!first || first) return;' },
      {
        file: 'shared/apply/add-pool-members.ts',
        find: 'if (absent.length === 0) return acted;',
        put: 'if (absent.length >= 0) return acted;',
      },
    ],
    caughtBy: ['I-14'],
  },
  {
    name: 'outcome-unsaid',
    thought: 'the log is long enough',
    changes: [
      {
        file: apply,
        find: "  log.info('outcome', { ...outcome, requestId: step.requestId });\n",
        put: '  log.with({});\n',
      },
    ],
    caughtBy: ['I-30'],
  },
  {
    name: 'intent-afterwards',
    thought: 'what was done is known only then',
    changes: [
      {
        file: apply,
        find: "  input.log.info('intent', facts);\n  const acted: Done | Failure = await act(step.action, context).catch(failureOf);",
        put: "  const acted: Done | Failure = await act(step.action, context).catch(failureOf);\n  input.log.info('intent', facts);",
      },
    ],
    caughtBy: ['I-30'],
  },
  {
    name: 'no-breaker',
    thought: 'repairs are cheap',
    changes: [{ file: 'shared/apply/hour.ts', find: '>= timesAnHour;', put: '>= timesAnHour * 1000;' }],
    caughtBy: ['I-23'],
  },
  {
    name: 'no-budget',
    thought: 'a big cluster needs many repairs',
    changes: [
      {
        file: 'shared/apply/hour.ts',
        find: 'if (entries.length + keys.length > limits.mutationsPerHour) {',
        put: 'if (keys.length > limits.mutationsPerHour * 1000) {',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'forgetful-book',
    thought: 'a book that cannot be written is no reason to let a cluster down',
    changes: [
      {
        file: apply,
        find: 'return { admitted: [], refused: steps.map((step) => ({ step, because: messageOf(error) })) };',
        put: 'log.info(messageOf(error));\n    return { admitted: steps, refused: [] };',
      },
    ],
    caughtBy: ['I-23'],
  },
  {
    name: 'first-page-only',
    thought: 'nobody has that many',
    changes: [{ file: 'shared/observe/pages.ts', find: "token = page.nextPageToken ?? '';", put: "token = '';" }],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'warnings-are-noise',
    thought: 'the list came with 200',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: "if (warning?.code && warning.code !== 'NO_RESULTS_ON_PAGE') {",
        put: "if (warning?.code === 'NEVER') {",
      },
      {
        file: 'shared/observe/pages.ts',
        find: 'const gaps: Gap[] = (unreachables ?? []).map((url) => ({',
        put: 'const gaps: Gap[] = (unreachables ?? []).slice(0, 0).map((url) => ({',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'errors-are-empty-lists',
    thought: 'what cannot be read is not there',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: '    gaps.push({ area, part: null, why: whyUnread(error) });\n',
        put: '    whyUnread(error);\n',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'clocks-agree',
    thought: 'all clocks tell the same time',
    changes: [
      { file: 'shared/loop.ts', find: 'const beganAt = time.beganAt();', put: 'const beganAt = live.observedAt;' },
    ],
    caughtBy: ['I-29', 'I-34'],
  },
  {
    name: 'wide-open',
    thought: 'a firewall that lets nobody in is no use',
    changes: [
      {
        file: 'shared/apply/patch-firewall.ts',
        find: 'const patch = pick(body, differing);',
        put: "const patch = { ...pick(body, differing), sourceRanges: ['0.0.0.0/0'] };",
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'twice-is-safer',
    thought: 'an event that comes again is a reason to act again',
    changes: [
      {
        file: 'shared/plan/pool-case.ts',
        find: '!members.has(path) && (place',
        put: '(place',
      },
    ],
    caughtBy: ['I-21'],
  },
  {
    name: 'broken-is-empty',
    thought: 'a declaration that cannot be read declares nothing',
    changes: [
      {
        file: 'functions/node-change.ts',
        find: 'if (concerned.length === 0 && problems[0]) throw problems[0].error;',
        put: "if (problems[0]) world.log.info('ignored', { why: problems[0].error.message });",
      },
    ],
    caughtBy: ['I-17', 'I-29'],
  },
  {
    name: 'old-plans-keep',
    thought: 'a plan that was right stays right',
    changes: [
      { file: apply, find: 'return runtime.now() > expiresAt;', put: 'return runtime.now() < 0 && expiresAt < 0;' },
      {
        file: 'shared/repair.ts',
        find: 'return read && around.world.runtime.now() > read.plan.expiresAt',
        put: 'return read && read.plan.expiresAt < 0',
      },
    ],
    caughtBy: ['I-19'],
  },
];
