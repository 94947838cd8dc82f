import type { JsonObject } from '../../../shared/model/json.ts';
import { objectAt, objectsAt } from '../object.ts';
import { fill, made, present } from './fill.ts';
import { fillPodSpec } from './pod-spec.ts';

export function fillTemplate(spec: JsonObject): void {
  const template = present(spec, 'template');
  if (!template) return;
  made(template, 'metadata');
  fillPodSpec(made(template, 'spec'));
}

export function fillDeployment(object: JsonObject): void {
  const spec = made(object, 'spec');
  made(spec, 'template');
  fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  const strategy = made(spec, 'strategy');
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate')
    fill(made(strategy, 'rollingUpdate'), { maxUnavailable: '25%', maxSurge: '25%' });
  fillTemplate(spec);
}

export function fillReplicaSet(object: JsonObject): void {
  const spec = made(object, 'spec');
  made(spec, 'template');
  fill(spec, { replicas: 1 });
  fillTemplate(spec);
}

export function fillDaemonSet(object: JsonObject): void {
  const spec = made(object, 'spec');
  fill(made(made(object, 'metadata'), 'annotations'), { 'deprecated.daemonset.template.generation': '1' });
  made(spec, 'template');
  fill(spec, { revisionHistoryLimit: 10 });
  const strategy = made(spec, 'updateStrategy');
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate') fill(made(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
  fillTemplate(spec);
}

export function fillStatefulSet(object: JsonObject): void {
  const spec = made(object, 'spec');
  made(spec, 'template');
  fill(spec, {
    replicas: 1,
    revisionHistoryLimit: 10,
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  });
  const strategy = made(spec, 'updateStrategy');
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate') fill(made(strategy, 'rollingUpdate'), { partition: 0 });
  for (const claim of objectsAt(spec, 'volumeClaimTemplates')) fillClaim(claim);
  fillTemplate(spec);
}

function fillClaim(claim: JsonObject): void {
  fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
  fill(made(claim, 'spec'), { volumeMode: 'Filesystem' });
  fill(made(claim, 'status'), { phase: 'Pending' });
}

/** Labels and selector come from the template when nobody wrote them. */
export function fillReplicationController(object: JsonObject): void {
  const spec = made(object, 'spec');
  const labels = objectAt(spec, 'template', 'metadata', 'labels');
  fill(spec, { replicas: 1 });
  if (Object.keys(objectAt(spec, 'selector')).length === 0 && Object.keys(labels).length) spec.selector = { ...labels };
  fillLabels(object, labels);
  fillTemplate(spec);
}

function fillLabels(object: JsonObject, labels: JsonObject): void {
  const metadata = made(object, 'metadata');
  if (Object.keys(objectAt(metadata, 'labels')).length === 0 && Object.keys(labels).length)
    metadata.labels = { ...labels };
}

export function fillJob(object: JsonObject): void {
  const spec = made(object, 'spec');
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  fill(spec, {
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
  });
  if (spec.manualSelector === undefined) spec.manualSelector = false;
  fillTemplate(spec);
}

export function fillCronJob(object: JsonObject): void {
  const spec = made(object, 'spec');
  fill(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
  const template = made(spec, 'jobTemplate');
  made(template, 'metadata');
  const job = present(template, 'spec');
  if (job) fillTemplate(job);
}

/** The selector and labels by which a Job knows its Pods, on creation. */
export function admitJob(object: JsonObject, uid: string): void {
  const spec = made(object, 'spec');
  if (spec.manualSelector === true) return;
  const metadata = made(made(spec, 'template'), 'metadata');
  const name = String(objectAt(object, 'metadata').name);
  const own = {
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  };
  metadata.labels = { ...objectAt(metadata, 'labels'), ...own };
  fillLabels(object, metadata.labels);
  fill(spec, { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } } });
}
