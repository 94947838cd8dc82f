import type { V1Lease } from '@kubernetes/client-node';
import { hasStatus, isOutcomeUnknown, messageOf, RefusedError } from '../errors.ts';
import type { KubernetesClients } from '../kubernetes-access.ts';
import type { Step } from '../model/plan.ts';
import { type Admission, admitToHour, type HourEntry, type HourLimits, withoutSteps, writtenFor } from './hour.ts';
import { readOrCreateLease } from './lease.ts';

const annotation = 'underpin.dev/hour';
const attempts = 3;

/**
 * Writes what is about to be done into the cluster's Lease, before any of it is done: a run that dies and starts again
 * for ever is bounded like one that lives (I-22, I-23). Without the book nothing is written. Two runs at once meet in the
 * resourceVersion.
 */
export async function enterInHourBook(
  { coordination }: KubernetesClients,
  { cluster, steps, limits }: { cluster: string; steps: Step[]; limits: HourLimits },
): Promise<Admission> {
  const enter = async () => {
    const { lease, serverTime } = await readOrCreateLease(coordination, cluster);
    const admission = admitToHour(steps, entriesOf(lease), { nowSeconds: serverTime / 1000, limits });
    const { admitted, entries } = admission;
    const isIn = (now: HourEntry[]) => writtenFor(now, admitted).length === writtenFor(entries, admitted).length;
    if (admitted.length > 0) await write(coordination, lease, { entries, isIn });
    return admission;
  };
  return againstOthers(enter).catch((error: unknown) => {
    throw new RefusedError(
      `the book of the hour in the Lease could not be kept, so nothing is written: ${messageOf(error)}`,
      503,
      { cause: error },
    );
  });
}

/** Takes back the entries of steps that were not sent after all, so that waiting trips no breaker. */
export async function strikeFromHourBook(
  { coordination }: KubernetesClients,
  { cluster, steps }: { cluster: string; steps: Step[] },
): Promise<void> {
  await againstOthers(async () => {
    const { lease } = await readOrCreateLease(coordination, cluster);
    const isIn = (now: HourEntry[]) => writtenFor(now, steps).length === 0;
    await write(coordination, lease, { entries: withoutSteps(entriesOf(lease), steps), isIn });
  });
}

/** Whoever wrote into the Lease between the read and the write (409) has it read again. */
async function againstOthers<T>(readAndWrite: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readAndWrite();
    } catch (error) {
      if (attempt >= attempts || !hasStatus(error, 409)) throw error;
    }
  }
}

/** Whatever else stands there is read as nothing: the worst of it is one more repair. */
function entriesOf({ metadata }: V1Lease): HourEntry[] {
  try {
    const entries = JSON.parse(metadata?.annotations?.[annotation] ?? '[]');
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is HourEntry {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string';
}

/**
 * Where nobody heard what came of it, it is read (I-28): entries that stand there for nothing would open the breaker. Another run
 * may have written since, the very same repair even.
 */
async function write(
  coordination: KubernetesClients['coordination'],
  lease: V1Lease,
  { entries, isIn }: { entries: HourEntry[]; isIn: (now: HourEntry[]) => boolean },
): Promise<void> {
  const { name = '', namespace = '' } = lease.metadata ?? {};
  const annotations = { ...lease.metadata?.annotations, [annotation]: JSON.stringify(entries) };
  const body = { ...lease, metadata: { ...lease.metadata, annotations } };
  await coordination.replaceNamespacedLease({ name, namespace, body }).catch(async (error: unknown) => {
    if (!isOutcomeUnknown(error)) throw error;
    const now = await readOrCreateLease(coordination, name);
    if (!isIn(entriesOf(now.lease))) throw error;
  });
}
