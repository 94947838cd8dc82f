import { keepPasses } from '../../shared/passes.ts';
import {
  aHome,
  areAllRight,
  type BenchHome,
  instancePath,
  poolName,
  repairOnce,
  replaceVm,
  secondsUntilRight,
  vmNames,
} from './a-home.ts';
import { type Bench, judge, median } from './measurement.ts';

const rounds = 5;
const size = { nodes: 500, pools: 20, callMilliseconds: 150 };
const operationSeconds = 3;

/** What the cloud controller was measured to take: its pools one after the other, with a pause of a second in each. */
const controllerSeconds = 19 * Math.max(1, operationSeconds) + operationSeconds;

export const twentyPools: Bench = {
  rows: ['twenty-pools'],
  async measure() {
    const seconds: number[] = [];
    const facts = { calls: 0, megabytes: 0, writes: 0 };
    for (let round = 0; round < rounds; round += 1) seconds.push(await replaceInAllPools(round, facts));
    const healed = await healsTheOthers();
    const { calls, megabytes, writes } = facts;
    const measured = judge({
      row: 'twenty-pools',
      value: median(seconds),
      goal: ['at most', operationSeconds + 2, 's'],
      against: `the cloud controller: ${controllerSeconds} s, 140 calls, 9.4 MB, none of the three healed`,
      how: [
        `a VM replaced under its own name, ${size.nodes} nodes, ${size.pools} pools, operations of ${operationSeconds} s, calls of ${size.callMilliseconds} ms: virtual seconds until all pools are right, median of ${rounds}`,
        `${calls} calls, ${writes} writes to pools, ${megabytes.toFixed(1)} MB read`,
        `a VM that shows late ${told(healed.late)}, a member removed by hand ${told(healed.removed)}`,
      ].join('; '),
    });
    return [{ ...measured, met: measured.met && healed.late && healed.removed && writes === size.pools }];
  },
};

const told = (isHealed: boolean) => (isHealed ? 'is healed' : 'is NOT healed');

function home(): Promise<BenchHome> {
  const latencySeconds = { 'targetPools.*': operationSeconds };
  return aHome({ ...size, compute: { staleMembers: 'vanish', latencySeconds } });
}

async function replaceInAllPools(round: number, facts: { calls: number; megabytes: number; writes: number }) {
  const one = await home();
  try {
    await repairOnce(one);
    one.requests.length = 0;
    await replaceVm(one, vmNames(one)[round * 7] ?? '');
    const seconds = await secondsUntilRight(one, size.pools, () => pass(one));
    facts.calls = one.requests.length;
    facts.megabytes = one.requests.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    facts.writes = one.requests.filter(({ mutates, path }) => mutates && path.includes('/targetPools/')).length;
    return seconds;
  } finally {
    one.close();
  }
}

/** The other two that the controller never heals. */
async function healsTheOthers(): Promise<{ late: boolean; removed: boolean }> {
  const one = await home();
  const { state } = one.cloud.compute;
  try {
    const [first = '', second = ''] = vmNames(one);
    dropMember(one, first);
    await one.clock.drive(pass(one));
    const removed = areAllRight(one, size.pools);

    dropMember(one, second);
    state.edit('instances', instancePath(second), (vm) => ({ ...vm, status: 'STAGING' }));
    const running = async () => {
      await one.clock.sleep(20_000);
      state.edit('instances', instancePath(second), (vm) => ({ ...vm, status: 'RUNNING' }));
    };
    await one.clock.drive(Promise.all([pass(one), running()]));
    return { removed, late: areAllRight(one, size.pools) };
  } finally {
    one.close();
  }
}

function pass({ world, declared }: BenchHome): Promise<void> {
  return keepPasses(world).answer(declared.cluster.metadata.name, null);
}

function dropMember({ cloud }: BenchHome, name: string): void {
  const path = `projects/my-project/regions/us-central1/targetPools/${poolName(3)}`;
  cloud.compute.state.edit('targetPools', path, (pool) => ({
    ...pool,
    instances: (pool.instances ?? []).filter((url) => !url.endsWith(`/${name}`)),
  }));
}
