import type { JsonObject } from '../../../shared/model/json.ts';
import { type KubernetesObject, numberAt, objectAt, objectsAt, textAt } from '../object.ts';
import type { Clerk } from './clerk.ts';
import type { Controller } from './loop.ts';
import { createPod, isActive, podsOf } from './pods-of.ts';

/** Pods until enough of them succeeded, too many failed, or time is up. `wake` looks again at a later time. */
export function jobs(clerk: Clerk, wakeAfter: (milliseconds: number) => void): Controller {
  return {
    watches: ['batch/jobs', '/pods'],
    reconcile: () => {
      for (const job of clerk.list('jobs')) work(clerk, job, wakeAfter);
    },
  };
}

function work(clerk: Clerk, job: KubernetesObject, wakeAfter: (milliseconds: number) => void): void {
  if (job.metadata.deletionTimestamp) return;
  if (isFinished(job)) {
    expire(clerk, job, wakeAfter);
    return;
  }
  const pods = podsOf(clerk, job);
  const counts = {
    active: pods.filter(isActive).length,
    succeeded: inPhase(pods, 'Succeeded'),
    failed: inPhase(pods, 'Failed'),
  };
  const startTime = textAt(job, 'status', 'startTime') ?? clerk.now();
  const end = endOf(clerk, job, { counts, startTime });
  const told = { startTime, ...shown(counts), ready: 0, terminating: 0, uncountedTerminatedPods: {} };
  if (end) {
    finish(clerk, job, { told, end, pods });
    return;
  }
  if (textAt(job, 'status', 'startTime') === undefined) watchDeadline(job, wakeAfter);
  clerk.setStatus('jobs', job, told);
  for (let missing = missingPods(job, counts); missing > 0; missing--) createPod(clerk, job, {});
}

interface Counts {
  active: number;
  succeeded: number;
  failed: number;
}

function inPhase(pods: readonly KubernetesObject[], phase: string): number {
  return pods.filter((pod) => textAt(pod, 'status', 'phase') === phase).length;
}

function shown(counts: Counts): JsonObject {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function missingPods(job: KubernetesObject, { active, succeeded }: Counts): number {
  if (objectAt(job, 'spec').suspend === true) return 0;
  const left = (numberAt(job, 'spec', 'completions') ?? 1) - succeeded;
  return Math.min(numberAt(job, 'spec', 'parallelism') ?? 1, left) - active;
}

interface End {
  type: 'Complete' | 'Failed';
  reason: string;
  message: string;
}

function endOf(
  clerk: Clerk,
  job: KubernetesObject,
  { counts, startTime }: { counts: Counts; startTime: string },
): End | undefined {
  if (counts.succeeded >= (numberAt(job, 'spec', 'completions') ?? 1))
    return { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  if (counts.failed > (numberAt(job, 'spec', 'backoffLimit') ?? 6))
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const deadline = numberAt(job, 'spec', 'activeDeadlineSeconds');
  const age = clerk.world.runtime.now() - Date.parse(startTime);
  if (deadline === undefined || age < deadline * 1000) return undefined;
  return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
}

function finish(
  clerk: Clerk,
  job: KubernetesObject,
  state: { told: JsonObject; end: End; pods: KubernetesObject[] },
): void {
  const { told, end, pods } = state;
  for (const pod of pods.filter(isActive)) clerk.remove('pods', pod);
  const { active: _, ...rest } = told;
  const condition = (type: string) => ({
    type,
    status: 'True',
    lastProbeTime: clerk.now(),
    lastTransitionTime: clerk.now(),
    reason: end.reason,
    message: end.message,
  });
  const before = end.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
  const completion = end.type === 'Complete' ? { completionTime: clerk.now() } : {};
  clerk.setStatus('jobs', job, { ...rest, ...completion, conditions: [condition(before), condition(end.type)] });
}

function isFinished(job: KubernetesObject): boolean {
  return finishedAt(job) !== undefined;
}

function finishedAt(job: KubernetesObject): string | undefined {
  const end = objectsAt(job, 'status', 'conditions').find(
    (one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True',
  );
  return end && textAt(end, 'lastTransitionTime');
}

/** `ttlSecondsAfterFinished` (C-18). */
function expire(clerk: Clerk, job: KubernetesObject, wakeAfter: (milliseconds: number) => void): void {
  const seconds = numberAt(job, 'spec', 'ttlSecondsAfterFinished');
  if (seconds === undefined) return;
  const left = Date.parse(finishedAt(job) ?? '') + seconds * 1000 - clerk.world.runtime.now();
  if (left <= 0) clerk.remove('jobs', job);
  else wakeAfter(left);
}

function watchDeadline(job: KubernetesObject, wakeAfter: (milliseconds: number) => void): void {
  const seconds = numberAt(job, 'spec', 'activeDeadlineSeconds');
  if (seconds !== undefined) wakeAfter(seconds * 1000 + 1000);
}
