import { keepPasses } from '../../shared/passes.ts';
import { aHome, repairOnce, replaceVm, secondsUntilRight, vmNames } from './a-home.ts';
import { type Bench, judge, median } from './measurement.ts';

const rounds = 5;
const callMilliseconds = 200;
const operationSeconds = 3;
/**
 * Each needs what the one before it answered, or must come after it: the cluster's end point; nodes (and Lease); kill switch
 * (I-24); the hour's book (I-23); the VM once more (I-19), and the kill switch; addInstance.
 */
const callsInARow = 6;

export const replace: Bench = {
  rows: ['replace-ratio'],
  async measure() {
    const criticalSeconds = (callsInARow * callMilliseconds) / 1000 + operationSeconds;
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round += 1) seconds.push(await replaceOne(round));
    return [
      judge({
        row: 'replace-ratio',
        value: median(seconds) / criticalSeconds,
        goal: ['at most', 1.2],
        against: `${callsInARow} calls in a row of ${callMilliseconds} ms and an operation of ${operationSeconds} s: ${criticalSeconds} s`,
        how: `a VM comes back under its own name, missing in its pool: from the event to the pool that is right, virtual time; median of ${rounds}: ${median(seconds)} s`,
      }),
    ];
  },
};

async function replaceOne(round: number): Promise<number> {
  const compute = { staleMembers: 'vanish' as const, latencySeconds: { 'targetPools.*': operationSeconds } };
  const home = await aHome({ nodes: 10, pools: 1, callMilliseconds, compute });
  try {
    await repairOnce(home);
    await replaceVm(home, vmNames(home)[round] ?? '');
    return await secondsUntilRight(home, 1, () =>
      keepPasses(home.world).answer(home.declared.cluster.metadata.name, null),
    );
  } finally {
    home.close();
  }
}
