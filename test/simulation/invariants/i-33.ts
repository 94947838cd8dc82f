import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../shared/model/json.ts';
import { invariant } from '../invariant.ts';
import { bodyOf } from './writes.ts';

const namespace = 'underpin-mounts';
const script = readFileSync(new URL('../../../shared/mount/mount.sh', import.meta.url), 'utf8');
const image =
  'mirror.gcr.io/library/busybox:1.36.1@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662';
const words = [
  'disk',
  'device-name',
  'path',
  'filesystem',
  'mode',
  'options',
  'size-bytes',
  'serial',
  'format-if-blank',
  'never-held-data',
  'expected-uuid',
  'wait-seconds',
];

export const i33 = invariant({
  name: 'I-33',
  says: 'the mount Job is its template to the letter',
  on: ['sent'],
  watch:
    ({ judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'sent' || entry.call.method !== 'POST' || !entry.call.path.endsWith('/jobs')) return;
      judged();
      if (entry.call.path !== `/apis/batch/v1/namespaces/${namespace}/jobs`) violated(`a Job by ${entry.call.path}`);
      const job = bodyOf(entry.call);
      const { args, node, name } = partsOf(job);
      const [text, self, verb = '', ...rest] = args;
      const isOurs = text === script && self === 'underpin' && ['mount', 'unmount'].includes(verb);
      if (!isOurs || rest.map((word) => /^--([a-z-]+)=/.exec(word)?.[1]).join() !== words.join())
        return violated(`${entry.call.path}: the script or its words are not ours`);
      const disk = rest[0]?.slice('--disk='.length) ?? '';
      // Of one name for both verbs, so that they meet.
      if (!/-[0-9a-f]{12}$/.test(name) || name.slice(0, -13) !== `mount-${disk}`)
        violated(`the Job for ${disk} on ${node} is called ${name}`);
      if (!isDeepStrictEqual(templateOf({ name, node, disk, verb, args }), job))
        violated(`the Job for ${disk} on ${node} is not its template`);
    },
});

function partsOf(job: JsonObject): { args: string[]; node: string; name: string } {
  const { metadata, spec } = job as {
    metadata?: { name?: string };
    spec?: { template?: { spec?: { nodeName?: string; containers?: { args?: string[] }[] } } };
  };
  const { nodeName = '', containers = [] } = spec?.template?.spec ?? {};
  return { args: containers[0]?.args ?? [], node: nodeName, name: metadata?.name ?? '' };
}

/** By other hands than shared/mount/job.ts: what that file says is what is judged. */
function templateOf(of: { name: string; node: string; disk: string; verb: string; args: string[] }): JsonObject {
  const managed = { 'app.kubernetes.io/managed-by': 'underpin' };
  const labels = { ...managed, 'underpin.dev/disk': of.disk };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: of.name,
      namespace,
      labels: { ...labels, 'underpin.dev/verb': of.verb },
      annotations: { 'underpin.dev/node': of.node },
    },
    spec: {
      activeDeadlineSeconds: 120,
      backoffLimit: 0,
      ttlSecondsAfterFinished: 300,
      completions: 1,
      parallelism: 1,
      template: {
        metadata: { labels },
        spec: {
          nodeName: of.node,
          tolerations: [{ operator: 'Exists' }],
          hostPID: true,
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          containers: [
            {
              name: 'mount',
              image,
              imagePullPolicy: 'IfNotPresent',
              command: ['nsenter', '-t', '1', '-m', '--', '/bin/sh', '-c'],
              args: of.args,
              securityContext: { privileged: true },
              terminationMessagePolicy: 'FallbackToLogsOnError',
            },
          ],
        },
      },
    },
  };
}
