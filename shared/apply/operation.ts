import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import { ApiError, RetryLaterError } from '../errors.ts';
import { lastSegment } from '../model/reference.ts';
import type { Runtime } from '../runtime.ts';

type RawOperation = protos.google.cloud.compute.v1.IOperation;

export interface OperationContext {
  compute: ComputeClients;
  runtime: Runtime;
  project: string;
}

const longestWaitMilliseconds = 5 * 60_000;
const pauseMilliseconds = 1000;

/**
 * Waits for what a mutating call answered, and reads `operation.error`: 200 and DONE prove nothing (P-04). Throws
 * ApiError with the operation's own code, RetryLaterError when it is still running after five minutes (F-16).
 */
export async function finish(answer: Promise<unknown>, { compute, runtime, project }: OperationContext): Promise<void> {
  const began = runtime.now();
  let operation = operationIn(await answer);
  while (String(operation.status) !== 'DONE') {
    if (runtime.now() - began > longestWaitMilliseconds) {
      throw new RetryLaterError(`operation \`${operation.name}\` is still \`${operation.status}\` after 5 minutes`);
    }
    const asked = runtime.now();
    operation = await waitOnce(compute, project, operation);
    // `wait` may return at once, still RUNNING.
    if (String(operation.status) !== 'DONE' && runtime.now() - asked < pauseMilliseconds)
      await runtime.sleep(pauseMilliseconds);
  }
  throwItsError(operation);
}

/** Google's clients hand over `[operation wrapper, raw, …]`. */
function operationIn(answer: unknown): RawOperation {
  const [first] = Array.isArray(answer) ? answer : [answer];
  return (first as { latestResponse?: RawOperation }).latestResponse ?? (first as RawOperation);
}

async function waitOnce(
  compute: ComputeClients,
  project: string,
  { name, zone, region }: RawOperation,
): Promise<RawOperation> {
  const operation = name ?? '';
  if (zone) return operationIn(await compute.zoneOperations().wait({ project, zone: lastSegment(zone), operation }));
  if (region)
    return operationIn(await compute.regionOperations().wait({ project, region: lastSegment(region), operation }));
  return operationIn(await compute.globalOperations().wait({ project, operation }));
}

/** One that failed and does not say of what has failed all the same. */
function throwItsError({ error, name, httpErrorStatusCode, httpErrorMessage }: RawOperation): void {
  if (!error && !httpErrorStatusCode) return;
  const [first] = error?.errors ?? [];
  const words = first ? `${first.code}: ${first.message}` : (httpErrorMessage ?? 'it does not say of what');
  throw new ApiError(`operation \`${name}\` failed: ${words}`, httpErrorStatusCode ?? 0, first?.code ?? 'unknown');
}
