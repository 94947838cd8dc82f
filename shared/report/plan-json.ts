import type { Outcome, Plan } from '../model/plan.ts';
import { reportedFinding } from './report.ts';

/** The plan in the words of the entry contract. */
export function planJson(plan: Plan) {
  return {
    cluster: plan.cluster,
    hash: plan.hash,
    expiresAt: new Date(plan.expiresAt).toISOString(),
    actions: plan.actions.map(({ kind, target, why, risk, rule }) => ({ kind, target, why, risk, rule })),
    blocked: plan.blocked.map(({ kind, target, why, risk, rule, blockedBy, command }) => ({
      kind,
      target,
      why,
      risk,
      rule,
      blockedBy,
      command,
    })),
    waiting: plan.waiting,
    findings: plan.findings.map(reportedFinding),
  };
}

export function outcomesJson(plan: Plan, outcomes: Outcome[]) {
  return { cluster: plan.cluster, hash: plan.hash, outcomes };
}
