import type { V1Container, V1Job, V1PodSpec } from '@kubernetes/client-node';
import { mountImage, mountJob } from '../../shared/mount/job.ts';
import { aMountRequest } from './a-mount-request.ts';

export type Change = (pod: V1PodSpec, container: V1Container, job: V1Job) => unknown;
export const hostNetwork: Change = (pod) => (pod.hostNetwork = true);

/** Each breaks one thing of the template. */
export const variations: Record<string, Change> = {
  'the network of the host': hostNetwork,
  'the IPC of the host': (pod) => (pod.hostIPC = true),
  'no hostPID': (pod) => (pod.hostPID = false),
  'another image': (_, container) => (container.image = mountImage.replace('busybox', 'alpine')),
  'an image without digest': (_, container) => (container.image = 'mirror.gcr.io/library/busybox:1.36.1'),
  'another digest': (_, container) => (container.image = mountImage.replace(/.$/, '3')),
  'another script': (_, container) => put(container, 0, 'echo mine'),
  'one more line in the script': (_, container) => put(container, 0, `${container.args?.[0]}\nreboot\n`),
  'another command': (_, container) => (container.command = ['nsenter', '-t', '1', '-m', '-n', '--', '/bin/sh', '-c']),
  'another $0': (_, container) => put(container, 1, 'sh'),
  'another verb': (_, container) => put(container, 2, 'format'),
  'a command in an argument': (_, container) => put(container, 3, '--disk=foodata;reboot'),
  'a device elsewhere': (_, container) => put(container, 4, '--device-name=../../sda'),
  'a mount over /etc': (_, container) => put(container, 5, '--path=/etc'),
  'a mount below /var/lib/kubelet': (_, container) => put(container, 5, '--path=/var/lib/kubelet/pods'),
  'a path that climbs': (_, container) => put(container, 5, '--path=/mnt/../etc'),
  'a path with a trailing newline': (_, container) => put(container, 5, '--path=/mnt/foodata\n'),
  'another filesystem': (_, container) => put(container, 6, '--filesystem=btrfs'),
  'another mode': (_, container) => put(container, 7, '--mode=READ_WRITE_MANY'),
  'a mount option that moves mounts': (_, container) => put(container, 8, '--options=bind'),
  'a size with a sign': (_, container) => put(container, 9, '--size-bytes=-1'),
  'a serial with a blank': (_, container) => put(container, 10, '--serial=a b'),
  'maybe as a proof': (_, container) => put(container, 12, '--never-held-data=maybe'),
  'a UUID that is none': (_, container) => put(container, 13, '--expected-uuid=x'),
  'one argument less': (_, container) => container.args?.pop(),
  'one argument more': (_, container) => container.args?.push('--force'),
  'a variable in the environment': (_, container) => (container.env = [{ name: 'ENV', value: '/tmp/x' }]),
  'variables from elsewhere': (_, container) => (container.envFrom = [{ configMapRef: { name: 'x' } }]),
  'a service-account token': (pod) => (pod.automountServiceAccountToken = true),
  'another service account': (pod) => (pod.serviceAccountName = 'admin'),
  'links to services': (pod) => (pod.enableServiceLinks = true),
  'a second container': (pod, container) => pod.containers.push({ ...container, name: 'second' }),
  'an init container': (pod, container) => (pod.initContainers = [{ ...container, name: 'first' }]),
  'a volume': (pod) => (pod.volumes = [{ name: 'root', hostPath: { path: '/' } }]),
  'more capabilities': (_, container) =>
    (container.securityContext = { privileged: true, capabilities: { add: ['ALL'] } }),
  'no privilege': (_, container) => (container.securityContext = {}),
  'a user of the Pod': (pod) => (pod.securityContext = { runAsUser: 0 }),
  'a hook': (_, container) => (container.lifecycle = { preStop: { exec: { command: ['true'] } } }),
  'a working folder': (_, container) => (container.workingDir = '/proc/1/root'),
  'standard input': (_, container) => (container.stdin = true),
  'a port': (_, container) => (container.ports = [{ containerPort: 80 }]),
  resources: (_, container) => (container.resources = { requests: { cpu: '1' } }),
  'another pull policy': (_, container) => (container.imagePullPolicy = 'Always'),
  'no node': (pod) => delete pod.nodeName,
  'a node selector': (pod) => (pod.nodeSelector = { a: 'b' }),
  'no tolerations': (pod) => delete pod.tolerations,
  'a toleration that ends': (pod) =>
    (pod.tolerations = [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }]),
  'a restart': (pod) => (pod.restartPolicy = 'OnFailure'),
  'a runtime class': (pod) => (pod.runtimeClassName = 'other'),
  'a priority': (pod) => (pod.priorityClassName = 'system-node-critical'),
  'annotations on the Pod': (_, __, job) => (podMetadata(job).annotations = { 'container.apparmor': 'unconfined' }),
  'labels that others act on': (_, __, job) => (podMetadata(job).labels = { 'sidecar.istio.io/inject': 'true' }),
  'a longer deadline': (_, __, job) => (specOf(job).activeDeadlineSeconds = 3600),
  'no deadline': (_, __, job) => delete specOf(job).activeDeadlineSeconds,
  retries: (_, __, job) => (specOf(job).backoffLimit = 6),
  'a longer life': (_, __, job) => (specOf(job).ttlSecondsAfterFinished = 86_400),
  'several Pods': (_, __, job) => (specOf(job).parallelism = 2),
  'several completions': (_, __, job) => (specOf(job).completions = 2),
  'a Pod failure policy': (_, __, job) =>
    (specOf(job).podFailurePolicy = { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [3] } }] }),
  'a Job that waits': (_, __, job) => (specOf(job).suspend = true),
  'another controller': (_, __, job) => (specOf(job).managedBy = 'example.com/mine'),
  'a replacement policy': (_, __, job) => (specOf(job).podReplacementPolicy = 'Failed'),
  'another disk than its labels say': (_, container) => put(container, 3, '--disk=bardata'),
  'another node than it says': (pod) => (pod.nodeName = 'another-node'),
  'a queue of its own': (_, __, job) =>
    (metadataOf(job).labels = { ...job.metadata?.labels, 'kueue.x-k8s.io/queue-name': 'mine' }),
  'an annotation more': (_, __, job) => (metadataOf(job).annotations = { ...job.metadata?.annotations, mine: 'x' }),
  'an owner': (_, __, job) =>
    (metadataOf(job).ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'mine', uid: 'x' }]),
  'a finalizer': (_, __, job) => (metadataOf(job).finalizers = ['example.com/mine']),
  'another name': (_, __, job) => (job.metadata = { ...job.metadata, name: 'anything' }),
};

export function changed(change: Change): V1Job {
  const job = structuredClone(mountJob(aMountRequest({ node: 'never-made' })));
  const pod = job.spec?.template.spec;
  const container = pod?.containers[0];
  if (pod && container) change(pod, container, job);
  return job;
}

function put(container: V1Container, index: number, text: string): void {
  if (container.args) container.args[index] = text;
}

export function specOf(job: V1Job): NonNullable<V1Job['spec']> {
  if (!job.spec) throw new Error('no spec');
  return job.spec;
}

function metadataOf(job: V1Job): NonNullable<V1Job['metadata']> {
  job.metadata = job.metadata ?? {};
  return job.metadata;
}

function podMetadata(job: V1Job): NonNullable<NonNullable<V1Job['spec']>['template']['metadata']> {
  const { template } = specOf(job);
  template.metadata = template.metadata ?? {};
  return template.metadata;
}
