import type { V1Lease } from '@kubernetes/client-node';
import { hasStatus, isOutcomeUnknown, messageOf, RefusedError, RetryLaterError } from '../errors.ts';
import type { KubernetesClients } from '../kubernetes-access.ts';

/** One run's hold on a cluster: whoever has it may take things away. */
export interface Lease {
  epoch: number;
  /** Renews it, and fails when another run has taken over: called right before each destructive write (I-19, I-20). */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

export interface LeaseRequest {
  cluster: string;
  /** Unique to the run. */
  holder: string;
}

export const namespace = 'underpin';
const durationSeconds = 60;

type Coordination = KubernetesClients['coordination'];

/**
 * Takes the cluster's Lease, or throws RetryLaterError that says who holds it. Every time in it is the API server's own,
 * so that clocks that differ decide nothing (I-34); every write carries the resourceVersion that was read, so that of
 * two runs one gets a 409.
 */
export async function acquireLease({ coordination }: KubernetesClients, request: LeaseRequest): Promise<Lease> {
  const { lease, serverTime } = await readOrCreateLease(coordination, request.cluster);
  const holder = lease.spec?.holderIdentity;
  if (holder && !hasExpired(lease, serverTime)) {
    throw new RetryLaterError(`the Lease ${namespace}/${request.cluster} is held by \`${holder}\``);
  }
  const own = { ...request, epoch: (lease.spec?.leaseTransitions ?? 0) + 1 };
  await renew(coordination, { ...own, serverTime, previous: lease, begins: true }).catch(async (error: Error) => {
    // I-28: taken and not heard of, it would hold up its own holder for a minute.
    if (!isOutcomeUnknown(error.cause)) throw error;
    await readOwn(coordination, own).catch(() => Promise.reject(error));
  });
  return holdOn(coordination, own);
}

/** Who has the Lease now; `null` when nobody has it, or it cannot be read, which taking it will tell. */
export async function leaseHolder({ coordination }: KubernetesClients, cluster: string): Promise<string | null> {
  const found = await read(coordination, cluster).catch(() => null);
  if (!found || hasExpired(found.lease, found.serverTime)) return null;
  return found.lease.spec?.holderIdentity || null;
}

interface OwnLease extends LeaseRequest {
  epoch: number;
}

function holdOn(coordination: Coordination, own: OwnLease): Lease {
  const confirm = oneAfterTheOther(() =>
    againstTheBook(async () => {
      const { lease, serverTime } = await readOwn(coordination, own);
      await renew(coordination, { ...own, serverTime, previous: lease });
    }),
  );
  const giveBack = async () => {
    const { lease } = await readOwn(coordination, own);
    const body = { ...lease, spec: { ...lease.spec, holderIdentity: '' } };
    await coordination
      .replaceNamespacedLease({ name: own.cluster, namespace, body })
      .catch(rethrowAsRetry(own.cluster, 'given back'));
  };
  return {
    epoch: own.epoch,
    confirm: () => confirm().catch(refuseStep),
    release: () => againstTheBook(giveBack),
  };
}

/** Expired and not taken is still ours: what is written carries the resourceVersion that was read. */
async function readOwn(coordination: Coordination, { cluster, holder, epoch }: OwnLease): Promise<Found> {
  const found = await read(coordination, cluster);
  const spec = found?.lease.spec;
  if (!found || spec?.holderIdentity !== holder || spec.leaseTransitions !== epoch) throw lost(cluster, epoch);
  return found;
}

/** Runs that only add write into the book of the hour, which is in the same object: whose Lease it is says the next read. */
function againstTheBook(write: () => Promise<void>): Promise<void> {
  return write().catch((error: unknown) => {
    if (!(error instanceof RetryLaterError) || !hasStatus(error.cause, 409)) throw error;
    return write();
  });
}

/** Nothing was sent: the step is blocked, and has not failed. */
function refuseStep(error: unknown): never {
  throw new RefusedError(messageOf(error), 503, { cause: error });
}

/**
 * Steps that go side by side would take each other's renewal for another run's. Who asks while one is under way shares
 * the next one, which begins after all of them asked.
 */
function oneAfterTheOther(renewal: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        current = renewal();
        return current;
      });
    return next;
  };
}

function lost(cluster: string, epoch: number): RetryLaterError {
  return new RetryLaterError(`lost the Lease ${namespace}/${cluster} (epoch ${epoch}) to another run`);
}

interface Found {
  lease: V1Lease;
  serverTime: number;
}

/** A new one is created unheld and read again: only an answer that was read carries the server's time. */
export async function readOrCreateLease(coordination: Coordination, cluster: string): Promise<Found> {
  const found = await read(coordination, cluster);
  if (found) return found;
  const body = { metadata: { name: cluster } };
  await coordination.createNamespacedLease({ namespace, body }).catch(unlessThere(cluster));
  const created = await read(coordination, cluster);
  if (!created) throw new RetryLaterError(`the Lease ${namespace}/${cluster} is gone right after it was created`);
  return created;
}

/** Another run was faster: the read that follows finds its Lease. */
function unlessThere(cluster: string): (error: unknown) => void {
  return (error) => {
    if (!hasStatus(error, 409)) rethrowAsRetry(cluster, 'created')(error);
  };
}

async function read(coordination: Coordination, name: string): Promise<Found | null> {
  try {
    const { data, headers } = await coordination.readNamespacedLeaseWithHttpInfo({ name, namespace });
    return { lease: data, serverTime: serverTimeOf(headers) };
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    return rethrowAsRetry(name, 'read')(error);
  }
}

function rethrowAsRetry(cluster: string, verb: string): (error: unknown) => never {
  return (error) => {
    const advice = hasStatus(error, 404) ? '; `kubectl apply -f infra/kubernetes/` makes the namespace' : '';
    throw new RetryLaterError(`the Lease ${namespace}/${cluster} could not be ${verb}: ${messageOf(error)}${advice}`, {
      cause: error,
    });
  };
}

function serverTimeOf(headers: Record<string, string>): number {
  const time = Date.parse(String(headers.date));
  if (Number.isNaN(time)) throw new RetryLaterError(`the API server told no time (Date: \`${headers.date}\`)`);
  return time;
}

function hasExpired({ spec }: V1Lease, serverTime: number): boolean {
  if (!spec?.renewTime) return true;
  const age = serverTime - new Date(spec.renewTime).getTime();
  return age > (spec.leaseDurationSeconds ?? durationSeconds) * 1000;
}

interface Renewal extends OwnLease {
  serverTime: number;
  previous: V1Lease;
  begins?: true;
}

async function renew(coordination: Coordination, renewal: Renewal): Promise<V1Lease> {
  const { cluster, holder, epoch, previous, begins } = renewal;
  // The API server wants six digits after the second, which only this class writes.
  const { V1MicroTime } = await import('@kubernetes/client-node');
  const time = new V1MicroTime(renewal.serverTime);
  const spec = {
    ...previous.spec,
    holderIdentity: holder,
    leaseDurationSeconds: durationSeconds,
    leaseTransitions: epoch,
    renewTime: time,
    ...(begins && { acquireTime: time }),
  };
  const body = { ...previous, spec };
  return coordination
    .replaceNamespacedLease({ name: cluster, namespace, body })
    .catch(rethrowAsRetry(cluster, 'taken'));
}
