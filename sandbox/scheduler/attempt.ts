import type { Runtime } from '../../shared/runtime.ts';
import type { Transport } from '../../shared/transport.ts';
import { isObject, type JsonObject, stringOf } from '../compute/json.ts';
import { secondsOf } from '../service/duration.ts';
import { statuses, statusNumberOf } from '../service/failure.ts';
import type { Job } from './job.ts';

export interface Attempter {
  runtime: Runtime;
  transport: Transport;
  identityToken(identity: { email: string; audience: string }): Promise<string>;
}

/** The status of the last attempt, as google.rpc.Status: empty when it went well. */
export type AttemptStatus = { code?: number; message?: string };

/** One request to the job's target, cut at its deadline. */
export async function attempt(attempter: Attempter, job: Job, scheduleTime: number): Promise<AttemptStatus> {
  const [hangUp, stopWatch] = [new AbortController(), new AbortController()];
  const deadlineSeconds = secondsOf(job.attemptDeadline) ?? 180;
  const answer = send(attempter, { job, scheduleTime, signal: hangUp.signal });
  const deadline = attempter.runtime
    .sleep(deadlineSeconds * 1000, stopWatch.signal)
    .then((): AttemptStatus => ({ code: statuses.DEADLINE_EXCEEDED.number }));
  const status = await Promise.race([answer, deadline]);
  if (status.code === statuses.DEADLINE_EXCEEDED.number) hangUp.abort();
  stopWatch.abort();
  return status;
}

async function send(
  attempter: Attempter,
  sent: { job: Job; scheduleTime: number; signal: AbortSignal },
): Promise<AttemptStatus> {
  const target = isObject(sent.job.httpTarget) ? sent.job.httpTarget : {};
  try {
    const headers = await headersOf(attempter, sent, target);
    const method = stringOf(target.httpMethod) ?? 'POST';
    const body =
      typeof target.body === 'string' && method !== 'GET'
        ? { body: new Uint8Array(Buffer.from(target.body, 'base64')) }
        : {};
    const response = await attempter.transport(String(target.uri), { method, headers, signal: sent.signal, ...body });
    await response.arrayBuffer();
    return response.ok ? {} : { code: statusNumberOf(response.status) };
  } catch {
    return { code: statuses.UNAVAILABLE.number };
  }
}

async function headersOf(
  attempter: Attempter,
  { job, scheduleTime }: { job: Job; scheduleTime: number },
  { headers, oidcToken }: JsonObject,
): Promise<Record<string, string>> {
  const own = Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    'content-type': 'application/octet-stream',
    ...Object.fromEntries(own),
    'x-cloudscheduler': 'true',
    'x-cloudscheduler-jobname': job.name.slice(job.name.lastIndexOf('/') + 1),
    'x-cloudscheduler-scheduletime': new Date(scheduleTime).toISOString(),
    ...(isObject(oidcToken) ? await authorization(attempter, oidcToken) : {}),
  };
}

async function authorization(
  attempter: Attempter,
  { serviceAccountEmail, audience }: JsonObject,
): Promise<Record<string, string>> {
  const token = await attempter.identityToken({ email: String(serviceAccountEmail), audience: String(audience) });
  return { authorization: `Bearer ${token}` };
}
