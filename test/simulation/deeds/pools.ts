import { askCompute } from '../ask-compute.ts';
import { poolPathOf, project, region } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, chosenNext, type Deed } from './deed.ts';
import { vmsOf } from './vms.ts';

export const poolDeeds = {
  'remove a member by hand': (world, pick) =>
    onPool(world, pick, (name, instances) => changeMember(world, { name, instances, pick })),
  'add a member by hand': (world, pick) => onPool(world, pick, (name) => addAnyMember(world, name, pick)),
} satisfies Record<string, Deed>;

export const poolMarks = {
  'protect a pool': (world, pick) =>
    onPool(world, pick, (name) =>
      world.compute.state.edit('targetPools', poolPathOf(name), (pool) => ({
        ...pool,
        description: 'ask Ada first, underpin.dev/protect',
      })),
    ),
} satisfies Record<string, Deed>;

export function onPool(
  world: SimulatedWorld,
  pick: number,
  act: (name: string, instances: string[]) => unknown,
): unknown {
  const pool = chosen(world.compute.state.list('targetPools', project), pick);
  return pool && act(pool.name, pool.instances ?? []);
}

function changeMember(
  world: SimulatedWorld,
  { name, instances, pick }: { name: string; instances: string[]; pick: number },
): unknown {
  const instance = chosenNext(instances, pick);
  return (
    instance &&
    askCompute(world, `POST regions/${region}/targetPools/${name}/removeInstance`, { instances: [{ instance }] })
  );
}

function addAnyMember(world: SimulatedWorld, pool: string, pick: number): unknown {
  const vm = chosenNext(vmsOf(world), pick);
  return (
    vm &&
    askCompute(world, `POST regions/${region}/targetPools/${pool}/addInstance`, { instances: [{ instance: vm.path }] })
  );
}
