import type { PlantedBug } from './planted-bug.ts';

export const recordBugs: readonly PlantedBug[] = [
  {
    name: 'outcome-unsaid',
    thought: 'the log is long enough',
    changes: [
      {
        file: 'shared/apply/apply.ts',
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
        file: 'shared/apply/apply.ts',
        find: "  context.log.info('intent', { kind, target, why, action: loggableAction(action), requestId });\n  return act(action, context);",
        put: "  const acted = await act(action, context);\n  context.log.info('intent', { kind, target, why, action: loggableAction(action), requestId });\n  return acted;",
      },
    ],
    caughtBy: ['I-30'],
  },
  {
    name: 'intent-of-the-cloud-alone',
    thought: 'the API server keeps a record of its own',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "context.log.info('intent',",
        put: "if (!/^(label-node|restart-pod|set-service-status|apply-object|delete-object)$/.test(kind)) context.log.info('intent',",
      },
    ],
    caughtBy: ['I-30'],
  },
  {
    name: 'mount-without-intent',
    thought: 'the Job is on record',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "context.log.info('intent',",
        put: "if (kind !== 'mount-disk') context.log.info('intent',",
      },
    ],
    caughtBy: ['I-30'],
  },
  {
    name: 'outcome-in-the-answer-alone',
    thought: 'whoever asks for a repair is told what came of it',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "log.info('outcome', { ...outcome, requestId: step.requestId });",
        put: "if (!/^(create|patch|apply|delete|set-forwarding|keep|unmount)-/.test(step.kind)) log.info('outcome', { ...outcome, requestId: step.requestId });",
      },
    ],
    caughtBy: ['I-30'],
  },
  {
    name: 'token-in-notices',
    thought: 'whoever reads it may look by himself',
    changes: [
      {
        file: 'shared/report/publish.ts',
        find: 'JSON.stringify({ text: shortText(report), ...reportJson(report) })',
        put: "JSON.stringify({ text: shortText(report), by: 'ya29.sesame', ...reportJson(report) })",
      },
    ],
    caughtBy: ['I-31'],
  },
  {
    name: 'notices-are-waited-for',
    thought: 'in forty minutes the topic is there again',
    changes: [
      {
        file: 'shared/nightly.ts',
        find: 'const settled = await Promise.allSettled(leaving.map(({ sent }) => sent));',
        put: "const settled = await Promise.allSettled(leaving.map(({ sent }) => sent));\n  if (settled.some(({ status }) => status === 'rejected')) await world.runtime.sleep(40 * 60_000);",
      },
    ],
    caughtBy: ['I-35'],
  },
  {
    name: 'token-in-errors',
    thought: 'whoever debugs it needs the headers',
    changes: [
      {
        file: 'shared/google-client.ts',
        find: 'throw await errorOf(response, { url, init, foreign });',
        put: `throw await errorOf(response, { url: \`\${url.replace(/\\?.*/, '')}/\${headers.get('authorization')}\`, init, foreign });`,
      },
    ],
    caughtBy: ['I-31'],
  },
  {
    name: 'objects-in-the-log',
    thought: 'an action is logged as it is',
    changes: [
      {
        file: 'shared/model/loggable-action.ts',
        find: "if (action.kind !== 'apply-object' || 'digest' in action) return action;",
        put: "if (action.kind || 'digest' in action) return action;",
      },
    ],
    caughtBy: ['I-31'],
  },
  {
    name: 'events-in-the-log',
    thought: 'the event is needed to replay it',
    changes: [
      {
        file: 'functions/node-change.ts',
        find: "world.log.info('event', { ...decision });",
        put: "world.log.info('event', { ...decision, data: JSON.stringify(event.data) });",
      },
    ],
    caughtBy: ['I-31'],
  },
  {
    name: 'findings-as-they-come',
    thought: 'the order of findings means nothing',
    changes: [
      {
        file: 'shared/report/report.ts',
        find: 'findings: inOrder(findings.map(reportedFinding)),',
        put: 'findings: findings.map(reportedFinding).toSorted(() => Math.random() - 0.5),',
      },
    ],
    caughtBy: ['I-32'],
  },
  {
    name: 'no-notice-no-audit',
    thought: 'an audit of which nobody hears is none',
    changes: [
      {
        file: 'shared/nightly.ts',
        find: 'const settled = await Promise.allSettled(leaving.map(({ sent }) => sent));',
        put: 'await Promise.all(leaving.map(({ sent }) => sent));\n  const settled = await Promise.allSettled(leaving.map(({ sent }) => sent));',
      },
    ],
    caughtBy: ['I-35'],
  },
  {
    name: 'a-notice-for-each',
    thought: 'each finding is news',
    changes: [
      {
        file: 'shared/report/publish.ts',
        find: 'const messages = reportsOf(audit).map(messageOf);',
        put: 'const messages = reportsOf(audit).flatMap((one) => one.findings.map(() => messageOf(one)));',
      },
    ],
    caughtBy: ['I-35'],
  },
];
