import { type Finding, finding } from '../../model/finding.ts';
import type { Schedule, Wiring } from '../../model/wiring.ts';
import { wiringName } from './wiring-name.ts';

/** W-01: the schedule is there, on, in its time zone, and ran when it was due. */
export function wiringSchedule({ schedule, timeZone }: Wiring): Finding[] {
  if (!schedule) return [];
  const { short, project, location } = wiringName(schedule.name);
  const flags = `${short} --location=${location} --project=${project}`;
  const subject = `SchedulerJob/${location}/${short}`;
  const about = (fields: Pick<Finding, 'path' | 'why'> & Partial<Finding>) =>
    finding({
      severity: 'critical',
      subject,
      rule: 'W-01',
      command: `gcloud scheduler jobs describe ${flags}`,
      ...fields,
    });
  const { found } = schedule;
  if (!found) {
    const why = 'nothing wakes the nightly audit: the schedule does not exist; apply the Terraform module again';
    return [about({ path: '', declared: 'present', live: 'absent', why, command: null })];
  }
  if (found.state !== 'ENABLED') {
    const why = `the nightly audit is not called while its schedule is ${found.state}`;
    return [
      about({
        path: 'state',
        declared: 'ENABLED',
        live: found.state,
        why,
        command: `gcloud scheduler jobs resume ${flags}`,
      }),
    ];
  }
  return [
    ...(timeZone && found.timeZone !== timeZone
      ? [
          about({
            severity: 'warning',
            path: 'timeZone',
            declared: timeZone,
            live: found.timeZone,
            why: `the nightly audit runs by the clocks of \`${found.timeZone}\``,
            command: `gcloud scheduler jobs update http ${flags} --time-zone=${timeZone}`,
          }),
        ]
      : []),
    ...missed(found).map((why) =>
      about({ path: 'lastAttemptTime', why, command: `gcloud scheduler jobs run ${flags}` }),
    ),
    ...(found.lastError
      ? [
          about({
            severity: 'warning',
            path: 'status',
            live: found.lastError,
            why: `the last call of the audit failed: ${found.lastError}`,
          }),
        ]
      : []),
  ];
}

/** A job that was made or changed after it would have been due was not due. */
function missed({ dueAt, lastAttemptAt, changedAt }: Schedule): string[] {
  if (dueAt === null || (changedAt !== null && changedAt > dueAt)) return [];
  if (lastAttemptAt !== null && lastAttemptAt >= dueAt - 60_000) return [];
  const last = lastAttemptAt === null ? 'it never ran' : `it ran last at ${new Date(lastAttemptAt).toISOString()}`;
  return [`the audit that was due at ${new Date(dueAt).toISOString()} was not called: ${last}`];
}
