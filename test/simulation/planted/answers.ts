import type { PlantedBug } from './planted-bug.ts';

export const answerBugs: readonly PlantedBug[] = [
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
    name: 'clocks-agree',
    thought: 'all clocks tell the same time',
    changes: [
      { file: 'shared/loop.ts', find: 'const beganAt = time.beganAt();', put: 'const beganAt = live.observedAt;' },
    ],
    caughtBy: ['I-29', 'I-34'],
  },
  {
    name: 'broken-is-empty',
    thought: 'a declaration that cannot be read declares nothing',
    changes: [
      {
        file: 'functions/node-change.ts',
        find: 'broken.map(({ error }) => Promise.reject(error))',
        put: "broken.flatMap(({ error }) => world.log.info('ignored', { why: error.message }) ?? [])",
      },
    ],
    caughtBy: ['I-17', 'I-29'],
  },
  {
    name: 'acknowledge-the-first-part',
    thought: 'the next event takes the rest along',
    changes: [
      {
        file: 'shared/passes.ts',
        find: 'const surplus = plan.blocked.filter(({ isForNextPass }) => isForNextPass);',
        put: 'const surplus = plan.blocked.filter(({ isForNextPass }) => isForNextPass && plan.cluster === "");',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'held-for-good-in-silence',
    thought: 'what the limits hold back stands in the plan',
    changes: [
      {
        file: 'shared/passes.ts',
        find: '...plan.blocked.filter(({ isForPerson }) => isForPerson)',
        put: '...plan.blocked.filter(({ isForPerson }) => isForPerson && outcomes.length > 0)',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'settled-when-it-had-looked',
    thought: 'a pass has seen all that was before its last answer',
    changes: [
      {
        file: 'shared/server-time.ts',
        find: 'if (!Number.isNaN(moment) && (began === null || moment < began)) began = moment;',
        put: 'if (!Number.isNaN(moment) && (began === null || moment > began)) began = moment;',
      },
      {
        file: 'shared/server-time.ts',
        find: 'const moment = date - (runtime.now() - firstSentAt);',
        put: 'const moment = date;',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'a-page-is-an-answer',
    thought: 'what comes with 200 has been done',
    changes: [
      {
        file: 'shared/kubernetes-answer.ts',
        find: 'if (!isJson(response) && !isLog(url, response))',
        put: 'if (isRedirect(response) && !isLog(url, response))',
      },
    ],
    caughtBy: ['I-08', 'I-22'],
  },
  {
    name: 'any-404-is-an-absence',
    thought: 'who says 404 has looked',
    changes: [
      {
        file: 'shared/kubernetes-answer.ts',
        find: 'if (code === 404 && !isAbsence)',
        put: 'if (code === 4040 && !isAbsence)',
      },
    ],
    caughtBy: ['I-24', 'I-26'],
  },
  {
    name: 'settled-when-it-was-reached',
    thought: 'a look begins with the request that is answered',
    changes: [
      { file: 'shared/server-time.ts', find: 'firstSentAt ??= runtime.now();', put: 'firstSentAt = runtime.now();' },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'settled-when-it-comes',
    thought: 'what was delivered is being seen to',
    changes: [
      {
        file: 'shared/passes.ts',
        find: 'const { beganAt, open } = await untilSettled({ name, published }, world, waits);',
        put: 'settledAt.set(name, Math.max(settledAt.get(name) ?? 0, publishedAt === null ? 0 : Date.parse(publishedAt) + 1));\n    const { beganAt, open } = await untilSettled({ name, published }, world, waits);',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'any-server-tells-the-time',
    thought: 'a server that tells the time tells the time',
    changes: [
      {
        file: 'shared/server-time.ts',
        find: 'const date = isComputeRequest(url) ?',
        put: 'const date = !isComputeRequest(url) ?',
      },
    ],
    caughtBy: ['I-29', 'I-34'],
  },
  {
    name: 'unseen-is-in-order',
    thought: 'what could not be read is for the next event',
    changes: [{ file: 'shared/passes.ts', find: '...live.gaps.map(', put: '...live.gaps.slice(0, 0).map(' }],
    caughtBy: ['I-29'],
  },
  {
    name: 'acknowledge-broken-declarations',
    thought: 'no redelivery mends a declaration',
    changes: [
      {
        file: 'functions/answer-event.ts',
        find: 'if (error instanceof RefusedError) {',
        put: "if (error instanceof RefusedError || (error as Error).name === 'DeclarationError') {",
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'began-when-answered',
    thought: 'what an answer says of the time is when it looked',
    changes: [
      {
        file: 'shared/server-time.ts',
        find: 'const moment = date - (runtime.now() - firstSentAt);',
        put: 'const moment = date + 0 * firstSentAt;',
      },
    ],
    caughtBy: ['I-29'],
  },
  {
    name: 'only-pages-are-foreign-to-the-api-server',
    thought: 'what is no HTML comes from the API server',
    changes: [
      {
        file: 'shared/kubernetes-answer.ts',
        find: 'if (code === 404 && !isAbsence)',
        put: 'if (code === 404 && !isAbsence && /^\\s*</.test(text))',
      },
    ],
    caughtBy: ['I-24'],
  },
  {
    name: 'failed-mount-left-to-person',
    thought: 'what the script could not do a person has to look at',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: "outcome === 'failed' ? blocked(words)",
        put: 'outcome === code ? blocked(words)',
      },
    ],
    caughtBy: ['I-29'],
  },
];
