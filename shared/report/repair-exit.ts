import type { RepairAnswer } from '../model/repair.ts';
import type { ExitStatus } from './exit-status.ts';
import { countsAsDifference } from './report.ts';

/** 0 in sync or done, 1 drift, 2 not applied or not as planned, 3 something is unknown or has to wait. */
export function repairExitStatus(answer: RepairAnswer): ExitStatus {
  if (answer.kind === 'moved') return 2;
  if (answer.kind === 'applied') {
    if (answer.outcomes.some(({ state }) => state === 'failed' || state === 'blocked')) return 2;
    return answer.outcomes.every(({ state }) => state === 'done') ? 0 : 3;
  }
  const { actions, findings } = answer.plan;
  const drift = findings.filter(({ outcome }) => outcome === 'drift').filter(countsAsDifference);
  if (actions.length > 0 || drift.length > 0) return 1;
  return answer.complete ? 0 : 3;
}
