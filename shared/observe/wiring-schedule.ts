import type { Schedule } from '../model/wiring.ts';
import type { WiringClients } from '../wiring-clients.ts';

/** A run that began less than this ago may not be on record yet. */
const graceMilliseconds = 30 * 60_000;

export async function readSchedule(clients: WiringClients, name: string, now: number): Promise<Schedule> {
  const [job] = await (await clients.scheduler()).getJob({ name });
  const schedule = job.schedule ?? '';
  const timeZone = job.timeZone ?? '';
  const { code, message } = job.status ?? {};
  return {
    state: String(job.state ?? 'STATE_UNSPECIFIED'),
    schedule,
    timeZone,
    lastAttemptAt: millisecondsOf(job.lastAttemptTime),
    lastError: code ? `${message || 'no message'} (code ${code})` : null,
    changedAt: millisecondsOf(job.userUpdateTime),
    dueAt: await lastDue({ schedule, timeZone }, now - graceMilliseconds),
  };
}

/** Scheduler takes App Engine's words too (`every 24 hours`); those are not computed. */
async function lastDue(
  { schedule, timeZone }: Pick<Schedule, 'schedule' | 'timeZone'>,
  before: number,
): Promise<number | null> {
  const { Cron } = await import('croner');
  try {
    const cron = new Cron(schedule, { timezone: timeZone, paused: true, mode: '5-part' });
    return cron.previousRuns(1, new Date(before))[0]?.getTime() ?? null;
  } catch {
    return null;
  }
}

interface Timestamp {
  seconds?: unknown;
  nanos?: number | null;
}

function millisecondsOf(time: Timestamp | null | undefined): number | null {
  if (!time) return null;
  return Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6);
}
