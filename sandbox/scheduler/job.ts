import { Cron } from 'croner';
import { isObject, type JsonObject, stringOf } from '../compute/json.ts';
import { secondsOf } from '../service/duration.ts';
import { ServiceFailure } from '../service/failure.ts';

/** A job as the API tells it. */
export type Job = JsonObject & { name: string; schedule: string; timeZone: string; state: 'ENABLED' | 'PAUSED' };

const defaults = {
  timeZone: 'Etc/UTC',
  attemptDeadline: '180s',
  retryConfig: { maxRetryDuration: '0s', minBackoffDuration: '5s', maxBackoffDuration: '3600s', maxDoublings: 5 },
};

export function jobFrom(given: JsonObject, now: number): Job {
  const { name, schedule } = given;
  const timeZone = stringOf(given.timeZone) || defaults.timeZone;
  if (typeof name !== 'string' || !/^projects\/[^/]+\/locations\/[^/]+\/jobs\/[\w-]{1,500}$/.test(name)) {
    throw invalid(
      `Job name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/jobs/<JOB_ID>", not \`${name ?? ''}\`.`,
    );
  }
  checkDeadline(given.attemptDeadline);
  const retryConfig = { ...defaults.retryConfig, ...(isObject(given.retryConfig) ? given.retryConfig : {}) };
  const job = { ...defaults, ...given, name, schedule: String(schedule ?? ''), timeZone, retryConfig };
  nextTime(job, now);
  return { ...job, httpTarget: targetOf(given), userUpdateTime: new Date(now).toISOString(), state: 'ENABLED' };
}

/** Milliseconds since the epoch of the next time a job is due after `now`. */
export function nextTime({ schedule, timeZone }: Pick<Job, 'schedule' | 'timeZone'>, now: number): number {
  try {
    const next = new Cron(schedule, { timezone: timeZone, paused: true, mode: '5-part' }).nextRun(new Date(now));
    if (next) return next.getTime();
  } catch (cause) {
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      `Schedule or time zone is malformed: \`${schedule}\`, \`${timeZone}\` (${String(cause)})`,
    );
  }
  throw invalid(`Schedule \`${schedule}\` is never due.`);
}

function checkDeadline(given: unknown): void {
  const seconds = given === undefined ? 180 : secondsOf(given);
  if (seconds === undefined || seconds < 15 || seconds > 1800) {
    throw invalid(`The attempt deadline \`${String(given)}\` must be from 15s to 1800s.`);
  }
}

function targetOf({ httpTarget }: JsonObject): JsonObject {
  const uri = isObject(httpTarget) ? stringOf(httpTarget.uri) : undefined;
  if (!isObject(httpTarget) || !uri || !URL.canParse(uri)) {
    throw invalid(`A job needs an \`httpTarget\` with a \`uri\` of http or https; it has \`${uri ?? ''}\`.`);
  }
  const identity = isObject(httpTarget.oidcToken) ? httpTarget.oidcToken : undefined;
  const oidcToken = identity ? { oidcToken: { ...identity, audience: stringOf(identity.audience) || uri } } : {};
  return {
    httpMethod: 'POST',
    ...httpTarget,
    headers: { 'User-Agent': 'Google-Cloud-Scheduler', ...headersOf(httpTarget) },
    ...oidcToken,
  };
}

function headersOf({ headers }: JsonObject): JsonObject {
  return isObject(headers) ? headers : {};
}

function invalid(message: string): ServiceFailure {
  return new ServiceFailure('INVALID_ARGUMENT', message);
}
