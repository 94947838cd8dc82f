import type { V1Job, V1JobCondition, V1Pod } from '@kubernetes/client-node';
import { hasStatus, messageOf } from '../errors.ts';
import type { MountNotDone, MountResult, MountVerb } from '../model/mount.ts';
import { mountJobName, mountNamespace } from '../mount/job.ts';
import { readMountResult } from '../mount/result.ts';
import { type ApplyContext, blocked, type Done, leftToPerson, waiting } from './context.ts';

const pollMilliseconds = 1000;
const longestMilliseconds = 150_000;
/** A Lease lasts a minute. */
const renewalMilliseconds = 20_000;

export interface EndedJob {
  result: MountResult;
  /** By the node's clock, as the starts of its Pods are; this process's own may be off (I-34). */
  endedAt: Date;
}

export interface JobUse {
  /** Of a Job that had ended before, and stays until this is done: what it said may be on no record. */
  keep?(former: EndedJob): Promise<unknown>;
  /** Called now and then while the Job is at work: what comes after it needs the Lease still. */
  renew?(): Promise<void>;
  /** `isStillThere`: that nobody has taken it away since, and what it has done back with it. */
  use(ended: EndedJob, isStillThere: () => Promise<boolean>): Done | Promise<Done>;
}

/**
 * Runs the Job on its node and reads what its script said. One Job a node and disk: whoever comes second waits. It is taken
 * away when `use` has done with what it said: of a process that dies before that, or cannot write it down, the next one
 * finds it.
 */
export async function withMountJob(job: V1Job, context: ApplyContext, { keep, renew, use }: JobUse): Promise<Done> {
  const begun = await beginJob(job, context, keep);
  if ('state' in begun) return begun;
  const finished = await untilFinished(begun, context, renew);
  if (!finished) return takenAway(job);
  const ended = await readEnded(finished, context);
  const done = await use(ended, async () => (await readOwnJob(finished, context)) !== null);
  if (done.state === 'done' || !ended.result.ok) await deleteJob(finished, context).catch(tellLeft(finished, context));
  return done;
}

export function takenAway(job: V1Job): Done {
  return waiting(`another run has taken Job ${nameOf(job)} away, or put its own there`);
}

/** What was done is done, whatever becomes of its Job, which goes by itself when it is five minutes old. */
function tellLeft(job: V1Job, { log }: ApplyContext): (error: unknown) => void {
  return (error) => log.warning(`Job ${nameOf(job)} is left there: ${messageOf(error)}`);
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
export function refuseWhileAtWork(node: string, disk: string, context: ApplyContext): Promise<Done | null> {
  return objectionOfJob(mountJobName(node, disk), context, () => null);
}

/** I-08: also while one has ended and its run has not marked the node yet, or died before it did. */
export function refuseWhileMounting(node: string, disk: string, context: ApplyContext): Promise<Done | null> {
  return objectionOfJob(mountJobName(node, disk), context, (ended) =>
    verbOf(ended) === 'mount' ? waiting(`what Job ${nameOf(ended)} has done is on no record yet (I-08)`) : null,
  );
}

async function objectionOfJob(
  name: string,
  context: ApplyContext,
  objectionOfEnded: (job: V1Job) => Done | null,
): Promise<Done | null> {
  try {
    const job = await readJob(name, context);
    if (!job) return null;
    return isFinished(job) ? objectionOfEnded(job) : waiting(stillAtWork(job));
  } catch (error) {
    return blocked(`Job ${mountNamespace}/${name} cannot be read: ${messageOf(error)}`);
  }
}

function stillAtWork(job: V1Job): string {
  return `Job ${nameOf(job)} is still at work (${verbOf(job)})`;
}

export function verbOf(job: V1Job): MountVerb {
  return job.metadata?.labels?.['underpin.dev/verb'] === 'unmount' ? 'unmount' : 'mount';
}

/** It looks first: what is at work is left to who made it, and what was not sent spends no place in the hour (I-23). */
async function beginJob(job: V1Job, context: ApplyContext, keep?: JobUse['keep']): Promise<V1Job | Done> {
  const there = await readJob(job.metadata?.name ?? '', context);
  if (there && !isFinished(there)) return waiting(stillAtWork(there));
  if (there) {
    await keep?.(await readEnded(there, context));
    // I-21: who has taken it away has done with it what this was about to do, or is at work.
    if (!(await deleteJob(there, context))) return takenAway(job);
  }
  const { batch } = await context.clients.kubernetes();
  try {
    return await batch.createNamespacedJob({ namespace: mountNamespace, body: job });
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    return waiting(`another run has put Job ${nameOf(job)} there meanwhile`);
  }
}

function uidOf({ metadata }: V1Job): string {
  return metadata?.uid ?? '';
}

function nameOf({ metadata }: V1Job): string {
  return `${mountNamespace}/${metadata?.name}`;
}

async function readJob(name: string, { clients }: ApplyContext): Promise<V1Job | null> {
  const { batch } = await clients.kubernetes();
  return batch.readNamespacedJob({ name, namespace: mountNamespace }).catch((error: unknown) => {
    if (hasStatus(error, 404)) return null;
    throw error;
  });
}

/** That very one (I-09); `null` when another run has taken it away, with what it said, or put its own there. */
async function readOwnJob(begun: V1Job, context: ApplyContext): Promise<V1Job | null> {
  const job = await readJob(begun.metadata?.name ?? '', context);
  return job && uidOf(job) === uidOf(begun) ? job : null;
}

async function untilFinished(begun: V1Job, context: ApplyContext, renew?: JobUse['renew']): Promise<V1Job | null> {
  const { runtime } = context;
  const began = runtime.now();
  let renewedAt = began;
  for (;;) {
    if (renew && runtime.now() - renewedAt >= renewalMilliseconds) {
      renewedAt = runtime.now();
      // Who has lost it is told right before the next write.
      await renew().catch(() => undefined);
    }
    const job = await readOwnJob(begun, context);
    if (!job || isFinished(job)) return job;
    if (runtime.now() - began > longestMilliseconds) {
      throw new Error(
        `Job ${nameOf(begun)} has not finished after ${longestMilliseconds / 1000} s; look at its Pod: kubectl describe pod -n ${mountNamespace} -l job-name=${begun.metadata?.name}`,
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
  if (!name) return '';
  return core.readNamespacedPodLog({ name, namespace: mountNamespace, limitBytes: 65_536 }).catch((error: unknown) => {
    // The kubelet has thrown it away, or the Pod with it.
    if (hasStatus(error, 400, 404)) return '';
    throw error;
  });
}

/** That very one (I-09): another run may have put one that is at work in its place. False when it is no more. */
async function deleteJob(job: V1Job, { clients }: ApplyContext): Promise<boolean> {
  const { batch } = await clients.kubernetes();
  const body = { propagationPolicy: 'Background', preconditions: { uid: uidOf(job) } };
  try {
    await batch.deleteNamespacedJob({ name: job.metadata?.name ?? '', namespace: mountNamespace, body });
    return true;
  } catch (error) {
    if (hasStatus(error, 404, 409)) return false;
    throw error;
  }
}
