import type { V1Job, V1JobCondition } from '@kubernetes/client-node';
import { hasStatus, messageOf, RetryLaterError } from '../errors.ts';
import type { MountNotDone, MountResult, MountVerb } from '../model/mount.ts';
import { mountJobName, mountNamespace } from '../mount/job.ts';
import { readMountResult } from '../mount/result.ts';
import { type ApplyContext, blocked, type Done, leftToPerson, waiting } from './context.ts';

const pollMilliseconds = 1000;
const longestMilliseconds = 150_000;

export interface EndedJob {
  result: MountResult;
  /** By the cluster's clock, as the times of Pods are; this process's own may be off (I-34). */
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
  const former = await createJob(job, context);
  const ended = await untilFinished(job.metadata?.name ?? '', context);
  const done = await use({ ...(await readEnded(ended, context)), former });
  await deleteJob(ended, context);
  return done;
}

async function readEnded(job: V1Job, context: ApplyContext): Promise<EndedJob> {
  const result = readMountResult(await readLog(job, context));
  return { result, endedAt: endOf(job)?.lastTransitionTime ?? new Date(context.runtime.now()) };
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
    const { batch } = await context.clients.kubernetes();
    const job = await batch.readNamespacedJob({ name, namespace: mountNamespace });
    return isFinished(job) ? null : waiting(stillAtWork(job));
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    return blocked(`Job ${mountNamespace}/${name} cannot be read: ${messageOf(error)}`);
  }
}

function stillAtWork(job: V1Job): string {
  return `Job ${mountNamespace}/${job.metadata?.name} is still at work (${verbOf(job)})`;
}

export function verbOf(job: V1Job): MountVerb {
  return job.metadata?.labels?.['underpin.dev/verb'] === 'unmount' ? 'unmount' : 'mount';
}

async function createJob(job: V1Job, context: ApplyContext): Promise<EndedJob | null> {
  const { batch } = await context.clients.kubernetes();
  const create = () => batch.createNamespacedJob({ namespace: mountNamespace, body: job });
  try {
    await create();
    return null;
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
  const former = await takeOver(job, context);
  if (former) await create();
  return former;
}

/** What is there under the name: one that still runs is waited for, one that ended is in the way, with what it said. */
async function takeOver(job: V1Job, context: ApplyContext): Promise<EndedJob | null> {
  const name = job.metadata?.name ?? '';
  const { batch } = await context.clients.kubernetes();
  const there = await batch.readNamespacedJob({ name, namespace: mountNamespace });
  if (!isFinished(there)) {
    if (isSameJob(there, job)) return null;
    throw new RetryLaterError(stillAtWork(there));
  }
  const ended = await readEnded(there, context);
  await deleteJob(there, context);
  return ended;
}

/** To the letter: a Job that mounts the same disk in another way is not the one that was planned. */
function isSameJob(there: V1Job, wanted: V1Job): boolean {
  const wordsOf = (job: V1Job) =>
    JSON.stringify(job.spec?.template.spec?.containers.map(({ command, args, image }) => ({ command, args, image })));
  return wordsOf(there) === wordsOf(wanted);
}

async function untilFinished(name: string, { clients, runtime }: ApplyContext): Promise<V1Job> {
  const { batch } = await clients.kubernetes();
  const began = runtime.now();
  for (;;) {
    const job = await batch.readNamespacedJob({ name, namespace: mountNamespace });
    if (isFinished(job)) return job;
    if (runtime.now() - began > longestMilliseconds) {
      throw new RetryLaterError(
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

/** Of its own Pod: one of an earlier Job by that name may linger. Without one there is nothing to read, and the result says so. */
async function readLog({ metadata }: V1Job, { clients }: ApplyContext): Promise<string> {
  const { core } = await clients.kubernetes();
  const labelSelector = `job-name=${metadata?.name}`;
  const { items } = await core.listNamespacedPod({ namespace: mountNamespace, labelSelector });
  const own = items.find((pod) => pod.metadata?.ownerReferences?.some(({ uid }) => uid === metadata?.uid));
  const name = own?.metadata?.name;
  if (!name) return '';
  return core.readNamespacedPodLog({ name, namespace: mountNamespace, limitBytes: 65_536 });
}

/** That very one (I-09): another run may have put one that is at work in its place. */
async function deleteJob({ metadata }: V1Job, { clients }: ApplyContext): Promise<void> {
  const { batch } = await clients.kubernetes();
  const body = { propagationPolicy: 'Background', preconditions: { uid: metadata?.uid ?? '' } };
  await batch
    .deleteNamespacedJob({ name: metadata?.name ?? '', namespace: mountNamespace, body })
    .catch((error: unknown) => {
      if (!hasStatus(error, 404, 409)) throw error;
    });
}
