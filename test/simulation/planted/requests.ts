import type { PlantedBug } from './planted-bug.ts';

export const requestBugs: readonly PlantedBug[] = [
  {
    name: 'retry-anything',
    thought: 'a request that got no answer was not carried out',
    changes: [
      {
        file: 'shared/transport.ts',
        find: "return !mutates(url, init) || searchParams.has('requestId') || publishes.test(pathname);",
        put: 'return pathname.length > 0 && searchParams !== null && init !== null;',
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
    name: 'errors-of-operations',
    thought: 'DONE is done',
    changes: [
      {
        file: 'shared/apply/operation.ts',
        find: 'if (!error && !httpErrorStatusCode) return;',
        put: 'if (error || !error) return;',
      },
      {
        file: 'shared/apply/add-pool-members.ts',
        find: 'return absent.length > 0 ?',
        put: 'return absent.length < 0 ?',
      },
    ],
    caughtBy: ['I-14'],
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
    name: 'new-id-for-a-new-try',
    thought: 'a requestId is for one request',
    changes: [
      {
        file: 'shared/transport.ts',
        find: 'const result = await attemptOnce(transport, url, init);',
        put: "const again = new URL(url);\n      if (attempt > 1 && again.searchParams.has('requestId')) again.searchParams.set('requestId', runtime.uuid());\n      const result = await attemptOnce(transport, again.href, init);",
      },
    ],
    caughtBy: ['I-28'],
  },
  {
    name: 'one-id-for-all',
    thought: 'one step, one id',
    changes: [
      {
        file: 'shared/apply/add-pool-members.ts',
        find: 'requestId: uuidOf(requestId, ...instances.map(({ reference }) => referencePath(reference))),',
        put: 'requestId,',
      },
    ],
    caughtBy: ['I-21'],
  },
  {
    name: 'repeat-503',
    thought: '503 means that the server was too busy to take it, as 429 does',
    changes: [
      {
        file: 'shared/transport.ts',
        find: 'if (status === 429 || (await isRateLimit(result.response))) return true;',
        put: 'if (status === 429 || status === 503 || (await isRateLimit(result.response))) return true;',
      },
    ],
    caughtBy: ['I-28'],
  },
  {
    name: 'private-network-may-hear-the-token',
    thought: 'inside the VPC nobody listens: API servers on private addresses may be asked over http',
    changes: [
      {
        file: 'shared/kubernetes-access.ts',
        find: "if (protocol !== 'https:' && !thisMachine.has(hostname))",
        put: "const isPrivate = /^(?:10\\.|192\\.168\\.|172\\.(?:1[6-9]|2\\d|3[01])\\.)/.test(hostname);\n  if (protocol !== 'https:' && !thisMachine.has(hostname) && !isPrivate)",
      },
      { file: 'shared/model/cluster.ts', find: 'protocol: /^https$/,', put: 'protocol: /^https?$/,' },
    ],
    caughtBy: ['I-31'],
  },
];
