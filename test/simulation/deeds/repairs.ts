import { clusterName, secret } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';
import { nodeNames } from './nodes.ts';

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

/** What a person asks for node by node, or with another token than the function wants. */
export const partDeeds = {
  'ask for a repair with an access token': (world, pick) =>
    void someStaff(world, pick)
      .repair({ cluster: clusterName }, `Bearer ${secret}`)
      .catch(() => undefined),
  'plan and apply for a node': (world, pick) => {
    const node = chosen(nodeNames(world), pick);
    void planRepair(world, pick, { scope: { node } }).then(() => applyRepair(world, pick, { scope: { node } }));
  },
} satisfies Record<string, Deed>;

async function planRepair(world: SimulatedWorld, pick: number, part: object = {}): Promise<void> {
  const answer = await someStaff(world, pick)
    .repair({ cluster: clusterName, ...part })
    .catch(() => null);
  if (answer?.status === 200) world.lastPlan = String(JSON.parse(answer.body).hash);
}

async function applyRepair(world: SimulatedWorld, pick: number, part: object = {}): Promise<void> {
  const { lastPlan } = world;
  if (lastPlan)
    await someStaff(world, pick)
      .repair({ cluster: clusterName, ...part, apply: true, plan: lastPlan })
      .catch(() => null);
}
