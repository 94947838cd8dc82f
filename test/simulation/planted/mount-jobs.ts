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
  {
    name: 'log-of-any-job',
    thought: 'in that namespace there are no Pods but of our Jobs',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: `const labelSelector = \`job-name=\${job.metadata?.name}\`;`,
        put: "const labelSelector = 'job-name';",
      },
      { file: 'shared/apply/mount-job.ts', find: 'uid === uidOf(job)', put: "uid !== ''" },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'job-by-its-name',
    thought: 'the Job of that name is the one that ended',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: "{ propagationPolicy: 'Background', preconditions: { uid: uidOf(job) } }",
        put: "{ propagationPolicy: 'Background' }",
      },
    ],
    caughtBy: ['I-09'],
  },
  {
    name: 'job-in-the-way',
    thought: 'what is there under the name is in the way',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: 'if (there && !isFinished(there)) return',
        put: 'if (there && !isFinished(there) && there.metadata?.name === "") return',
      },
    ],
    caughtBy: ['I-28'],
  },
  {
    name: 'finished-job-thrown-away',
    thought: 'it is in the way, and the next one says how things are',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'const result = madeBy(former);',
        put: "const result = former.result.bootID === '' ? madeBy(former) : null;",
      },
    ],
    caughtBy: ['I-22'],
  },
  {
    name: 'boot-of-the-node',
    thought: 'which boot it is the node tells',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'const record = newRecord(action, mounted);',
        put: "const record = newRecord(action, mounted);\n  record.bootID = (await readNodeFacts(mount.node, context))?.bootID ?? '';",
      },
    ],
    caughtBy: ['I-22'],
  },
  {
    name: 'job-name-by-verb',
    thought: 'a Job that unmounts should not be called mount-…',
    changes: [
      {
        file: 'shared/mount/job.ts',
        find: '      name: mountJobName(request.node, request.disk),',
        put: '      name: mountJobName(request.node, request.disk).replace(/^mount/, verb),',
      },
    ],
    caughtBy: ['I-33'],
  },
  {
    name: 'log-of-any-pod-of-that-name',
    thought: 'the Pod of a Job is the one that bears its name',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: 'return items.find((pod) => pod.metadata?.ownerReferences?.some(({ uid }) => uid === uidOf(job)));',
        put: 'return items[0];',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'newest-pod-speaks-for-the-job',
    thought: 'the selector names the Job, so the last pod of the list is its own',
    changes: [
      {
        file: 'shared/apply/mount-job.ts',
        find: 'return items.find((pod) => pod.metadata?.ownerReferences?.some(({ uid }) => uid === uidOf(job)));',
        put: 'return items.at(-1);',
      },
    ],
    caughtBy: ['I-08'],
  },
];
