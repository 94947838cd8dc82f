import type { RepairAnswer } from '../model/repair.ts';
import { outcomesJson, planJson } from './plan-json.ts';

export function repairJson(answer: RepairAnswer) {
  if (answer.kind === 'planned') return { ...planJson(answer.plan), complete: answer.complete };
  if (answer.kind === 'applied') return outcomesJson(answer.plan, answer.outcomes);
  return { error: answer.why, moved: answer.moved, plan: planJson(answer.plan) };
}
