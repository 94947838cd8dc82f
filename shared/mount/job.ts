import { createHash } from 'node:crypto';
import type { V1Job } from '@kubernetes/client-node';
import { RefusedError } from '../errors.ts';
import type { MountRequest, MountVerb } from '../model/mount.ts';
import { scriptArguments } from './arguments.ts';
import { readMountScript } from './script.ts';

/** Nothing else lives there: whoever can create a Job in it owns the nodes. */
export const mountNamespace = 'underpin-mounts';

/** Only `nsenter` of it is used; the tools are the node's own. From Google's mirror, which private nodes reach too. */
export const mountImage =
  'mirror.gcr.io/library/busybox:1.36.1@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662';

/** Into the node's own mount namespace, so that the mount outlives the Pod. The script follows as first argument. */
export const mountCommand: readonly string[] = ['nsenter', '-t', '1', '-m', '--', '/bin/sh', '-c'];

const labels = { 'app.kubernetes.io/managed-by': 'underpin' };
const nodePattern = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
const imagePattern = /^[a-z0-9][-a-z0-9._:/]{0,255}@sha256:[0-9a-f]{64}$/;

export function mountJob(request: MountRequest, image: string = mountImage): V1Job {
  return jobOf('mount', request, image);
}

export function unmountJob(request: MountRequest, image: string = mountImage): V1Job {
  return jobOf('unmount', request, image);
}

/**
 * One name per node and disk, whatever the verb, at most 63 characters: a second run meets 409 and waits, and a mount
 * can never race an unmount.
 */
export function mountJobName(node: string, disk: string): string {
  const digest = createHash('sha256').update(`${node}\n${disk}`).digest('hex').slice(0, 12);
  return `mount-${disk.slice(0, 40).replace(/-+$/, '')}-${digest}`;
}

function jobOf(verb: MountVerb, request: MountRequest, image: string): V1Job {
  const args = [readMountScript(), 'underpin', verb, ...scriptArguments(request)];
  if (!nodePattern.test(request.node)) throw new RefusedError(`\`${request.node}\` is no name of a node`);
  if (!imagePattern.test(image)) throw new RefusedError(`Image \`${image}\` must be pinned: NAME@sha256:DIGEST`);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: mountJobName(request.node, request.disk),
      namespace: mountNamespace,
      labels: { ...labels, 'underpin.dev/disk': request.disk, 'underpin.dev/verb': verb },
      annotations: { 'underpin.dev/node': request.node },
    },
    spec: jobSpec(request, image, args),
  };
}

/** I-33: what the admission policy admits, and nothing more. */
function jobSpec(request: MountRequest, image: string, args: string[]): NonNullable<V1Job['spec']> {
  return {
    activeDeadlineSeconds: 120,
    backoffLimit: 0,
    ttlSecondsAfterFinished: 300,
    completions: 1,
    parallelism: 1,
    template: {
      metadata: { labels: { ...labels, 'underpin.dev/disk': request.disk } },
      spec: {
        // Past the scheduler: a node that has only just come, or is cordoned, gets its disk all the same.
        nodeName: request.node,
        tolerations: [{ operator: 'Exists' }],
        hostPID: true,
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        containers: [containerOf(image, args)],
      },
    },
  };
}

function containerOf(
  image: string,
  args: string[],
): NonNullable<NonNullable<V1Job['spec']>['template']['spec']>['containers'][number] {
  return {
    name: 'mount',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: [...mountCommand],
    args,
    securityContext: { privileged: true },
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}
