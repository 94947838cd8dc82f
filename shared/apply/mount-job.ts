import type { V1Job, V1JobCondition, V1Pod } from '@kubernetes/client-node';
import { hasStatus, messageOf } from '../errors.ts';
import type { MountNotDone, MountResult, MountVerb } from '../model/mount.ts';
import { mountJobName, mountNamespace } from '../mount/job.ts';
import { readMountResult } from '../mount/result.ts';
import { type ApplyContext, blocked, type Done, leftToPerson, waiting } from './context.ts';

const pollMilliseconds = 1000;
const longestMilliseconds = 150_000;

export interface EndedJob {
  result: MountResult;
  /** By the node's clock, as the starts of its Pods are; this process's own may be off (I-34). */
  endedAt: Date;
}

export interface JobRun extends EndedJob {
  /** One that had ended before and that nobody took away: what it said may be on no record. */
  former: EndedJob | null;
}

/**
 * Runs the Job on its node and reads what its script said. One Job a node and disk: whoever comes second meets 409. It is
 * taken away when `use` has done with what it said: a process that dies before that leaves it to the next one.
 */
export async function withMountJob(
  job: V1Job,
  context: ApplyContext,
  use: (run: JobRun) => Done | Promise<Done>,
): Promise<Done> {
  const begun = await beginJob(job, context);
  if ('state' in begun) return begun;
  const { former } = begun;
  const ended = await untilFinished(begun.job, context);
  if (!ended) return waiting(putThereMeanwhile(job));
  const done = await use({ ...(await readEnded(ended, context)), former });
  await deleteJob(ended, context);
  return done;
}

async function readEnded(job: V1Job, context: ApplyContext): Promise<EndedJob> {
  const pod = await readPod(job, context);
  const finishedAt = pod?.status?.containerStatuses?.[0]?.state?.terminated?.finishedAt;
  const endedAt = finishedAt ?? endOf(job)?.lastTransitionTime ?? new Date(context.runtime.now());
  return { result: readMountResult(await readLog(pod, context)), endedAt };
}

export function notDone({ outcome, code, why }: MountNotDone): Done {
  if (outcome === 'waiting') return waiting(why);
  const words = `${code}: ${why}`;
  return outcome === 'failed' ? blocked(words) : leftToPerson(words);
}

/**
 * D-06: a Job that is at work was allowed what it does for the attachment of then, so that there may be no other one
 * before its end. Unknown counts as at work.
 */
export async function refuseWhileAtWork(node: string, disk: string, context: ApplyContext): Promise<Done | null> {
  const name = mountJobName(node, disk);
  try {
    const job = await readJob(name, context);
    return job && !isFinished(job) ? waiting(stillAtWork(job)) : null;
  } catch (error) {
    return blocked(`Job ${mountNamespace}/${name} cannot be read: ${messageOf(error)}`);
  }
}

function stillAtWork(job: V1Job): string {
  return `Job ${mountNamespace}/${job.metadata?.name} is still at work (${verbOf(job)})`;
}

export function verbOf(job: V1Job): MountVerb {
  return job.metadata?.labels?.['underpin.dev/verb'] === 'unmount' ? 'unmount' : 'mount';
}

/** It looks first: what is at work is waited for or left alone, and what was not sent spends no place in the hour (I-23). */
async function beginJob(job: V1Job, context: ApplyContext): Promise<BegunJob | Done> {
  const there = await readJob(job.metadata?.name ?? '', context);
  if (there && !isFinished(there))
    return isSameJob(there, job) ? { job: there, former: null } : waiting(stillAtWork(there));
  const former = there && (await readEnded(there, context).catch(() => null));
  if (there) await deleteJob(there, context);
  const { batch } = await context.clients.kubernetes();
  try {
    return { job: await batch.createNamespacedJob({ namespace: mountNamespace, body: job }), former };
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    return waiting(putThereMeanwhile(job));
  }
}

interface BegunJob extends Pick<JobRun, 'former'> {
  job: V1Job;
}

function uidOf({ metadata }: V1Job): string {
  return metadata?.uid ?? '';
}

function putThereMeanwhile({ metadata }: V1Job): string {
  return `another run has put a Job ${mountNamespace}/${metadata?.name} there meanwhile`;
}

async function readJob(name: string, { clients }: ApplyContext): Promise<V1Job | null> {
  const { batch } = await clients.kubernetes();
  return batch.readNamespacedJob({ name, namespace: mountNamespace }).catch((error: unknown) => {
    if (hasStatus(error, 404)) return null;
    throw error;
  });
}

/** To the letter: a Job that mounts the same disk in another way is not the one that was planned. */
function isSameJob(there: V1Job, wanted: V1Job): boolean {
  const wordsOf = (job: V1Job) =>
    JSON.stringify(job.spec?.template.spec?.containers.map(({ command, args, image }) => ({ command, args, image })));
  return wordsOf(there) === wordsOf(wanted);
}

/**
 * That very one (I-09). `null` when another run has put its own there: what had been mounted by then was there already for
 * that one, which has read since when and marks it (D-10).
 */
async function untilFinished(begun: V1Job, { clients, runtime }: ApplyContext): Promise<V1Job | null> {
  const { batch } = await clients.kubernetes();
  const name = begun.metadata?.name ?? '';
  const began = runtime.now();
  for (;;) {
    const job = await batch.readNamespacedJob({ name, namespace: mountNamespace });
    if (uidOf(job) !== uidOf(begun)) return null;
    if (isFinished(job)) return job;
    if (runtime.now() - began > longestMilliseconds) {
      throw new Error(
        `Job ${mountNamespace}/${name} has not finished after ${longestMilliseconds / 1000} s; look at its Pod: kubectl describe pod -n ${mountNamespace} -l job-name=${name}`,
      );
    }
    await runtime.sleep(pollMilliseconds);
  }
}

function isFinished(job: V1Job): boolean {
  return endOf(job) !== undefined;
}

function endOf({ status }: V1Job): V1JobCondition | undefined {
  return status?.conditions?.find(({ type, status: is }) => ['Complete', 'Failed'].includes(type) && is === 'True');
}

/** Its own: one of an earlier Job by that name may linger. Without one there is nothing to read, and the result says so. */
async function readPod(job: V1Job, { clients }: ApplyContext): Promise<V1Pod | undefined> {
  const { core } = await clients.kubernetes();
  const labelSelector = `job-name=${job.metadata?.name}`;
  const { items } = await core.listNamespacedPod({ namespace: mountNamespace, labelSelector });
  return items.find((pod) => pod.metadata?.ownerReferences?.some(({ uid }) => uid === uidOf(job)));
}

async function readLog(pod: V1Pod | undefined, { clients }: ApplyContext): Promise<string> {
  const { core } = await clients.kubernetes();
  const name = pod?.metadata?.name;
  return name ? core.readNamespacedPodLog({ name, namespace: mountNamespace, limitBytes: 65_536 }) : '';
}

/** That very one (I-09): another run may have put one that is at work in its place. */
async function deleteJob(job: V1Job, { clients }: ApplyContext): Promise<void> {
  const { batch } = await clients.kubernetes();
  const body = { propagationPolicy: 'Background', preconditions: { uid: uidOf(job) } };
  await batch
    .deleteNamespacedJob({ name: job.metadata?.name ?? '', namespace: mountNamespace, body })
    .catch((error: unknown) => {
      if (!hasStatus(error, 404, 409)) throw error;
    });
}
