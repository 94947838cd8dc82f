import type { Plan } from './model/plan.ts';
import type { Part } from './model/scope.ts';

export interface KnownPlan {
  plan: Plan;
  /** What it was asked for; absent: the whole cluster. */
  only?: Part;
}

/** Plans that were shown, so that what moved since can be told in words. */
export interface KnownPlans {
  remember(known: KnownPlan): Promise<void>;
  find(hash: string): Promise<KnownPlan | null>;
}

const most = 100;

export function plansInMemory(): KnownPlans {
  const plans = new Map<string, KnownPlan>();
  return {
    remember: async (known) => {
      plans.delete(known.plan.hash);
      plans.set(known.plan.hash, known);
      for (const hash of [...plans.keys()].slice(0, -most)) plans.delete(hash);
    },
    find: async (hash) => plans.get(hash) ?? null,
  };
}
