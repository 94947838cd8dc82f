import type { Plan } from '../model/plan.ts';
import type { RepairAnswer } from '../model/repair.ts';
import type { ExitStatus } from './exit-status.ts';
import { countsAsDifference } from './report.ts';

/** 0 in sync or done, 1 drift that is left, 2 not applied or not as planned, 3 something is unknown or has to wait. */
export function repairExitStatus(answer: RepairAnswer): ExitStatus {
  if (answer.kind === 'moved') return 2;
  if (answer.kind === 'applied') {
    if (answer.outcomes.some(({ state }) => state === 'failed' || state === 'blocked')) return 2;
    if (answer.outcomes.some(({ state }) => state !== 'done')) return 3;
    return statusOfLeft(answer.plan);
  }
  const { actions, findings } = answer.plan;
  const drift = findings.filter(({ outcome }) => outcome === 'drift').filter(countsAsDifference);
  if (actions.length > 0 || drift.length > 0) return 1;
  return answer.complete ? 0 : 3;
}

/** What the plan itself held back differs after it as before: the same as a plan of it alone ends with. */
function statusOfLeft({ blocked, waiting, findings }: Plan): ExitStatus {
  const isDrift = findings.some((one) => one.waitingFor && countsAsDifference(one));
  if (blocked.length > 0 || isDrift) return 1;
  return waiting.length > 0 ? 3 : 0;
}
