import { clusterName } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';

export const repairDeeds = {
  'audit at night': (world, pick) =>
    void someStaff(world, pick)
      .audit()
      .catch(() => undefined),
  'plan a repair': (world, pick) => void planRepair(world, pick),
  'apply the last plan': (world, pick) => void applyRepair(world, pick),
  'plan and apply': (world, pick) => void planRepair(world, pick).then(() => applyRepair(world, pick)),
} satisfies Record<string, Deed>;

/** What there is to do only where the stack has objects. */
export const removalDeeds = {
  'take the stack down': (world, pick) =>
    void someStaff(world, pick)
      .takeDown('minecraft')
      .catch(() => undefined),
} satisfies Record<string, Deed>;

function someStaff(world: SimulatedWorld, pick: number) {
  const staff = chosen(world.staff, (pick * 13) % 1);
  if (!staff) throw new Error('there is no worker');
  return staff;
}

async function planRepair(world: SimulatedWorld, pick: number): Promise<void> {
  const answer = await someStaff(world, pick)
    .repair({ cluster: clusterName })
    .catch(() => null);
  if (answer?.status === 200) world.lastPlan = String(JSON.parse(answer.body).hash);
}

async function applyRepair(world: SimulatedWorld, pick: number): Promise<void> {
  const { lastPlan } = world;
  if (lastPlan)
    await someStaff(world, pick)
      .repair({ cluster: clusterName, apply: true, plan: lastPlan })
      .catch(() => null);
}
