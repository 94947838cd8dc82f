import type { Plan } from './model/plan.ts';

/** Plans that were shown, so that what moved since can be told in words. */
export interface KnownPlans {
  remember(plan: Plan): Promise<void>;
  find(hash: string): Promise<Plan | null>;
}

const most = 100;

export function plansInMemory(): KnownPlans {
  const plans = new Map<string, Plan>();
  return {
    remember: async (plan) => {
      plans.delete(plan.hash);
      plans.set(plan.hash, plan);
      for (const hash of [...plans.keys()].slice(0, -most)) plans.delete(hash);
    },
    find: async (hash) => plans.get(hash) ?? null,
  };
}
