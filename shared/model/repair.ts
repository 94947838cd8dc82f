import type { Outcome, Plan } from './plan.ts';

/** A plan to read; what came of one that was applied; or why it was not, with the plan as it would be now. */
export type RepairAnswer =
  | { kind: 'planned'; plan: Plan; complete: boolean }
  | { kind: 'applied'; plan: Plan; outcomes: Outcome[] }
  | { kind: 'moved'; plan: Plan; why: string; moved: string[] };
