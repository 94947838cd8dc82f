import { keepPasses } from '../../shared/passes.ts';
import { aHome } from './a-home.ts';
import { type Bench, judge } from './measurement.ts';

const size = { nodes: 500, pools: 20 };
/** Two pages of VMs, of members of the group and of nodes; no pool holds that many. */
const larger = { nodes: 1_000, pools: 0 };
const pagedReads = 3;

export const idlePass: Bench = {
  rows: ['reads-per-pass', 'idle-writes'],
  async measure() {
    const pass = await passOver(size);
    const ofLarger = await passOver(larger);
    const how = `a node-change pass over ${size.nodes} nodes and ${size.pools} pools in order, on the sandbox`;
    const mostForLarger = pass.reads.length + pagedReads * (larger.nodes / 500 - 1);
    const reads = judge({
      row: 'reads-per-pass',
      value: pass.reads.length,
      goal: ['at most', 8],
      against: `${size.nodes} nodes; of ${larger.nodes}: ${ofLarger.reads.length}, constant per page of 500 is at most ${mostForLarger}`,
      how: `${how}: ${pass.reads.join(', ')}`,
    });
    return [
      { ...reads, met: reads.met && ofLarger.reads.length <= mostForLarger },
      judge({
        row: 'idle-writes',
        value: pass.writes + ofLarger.writes,
        goal: ['at most', 0],
        against: 'nothing to do',
        how: `${how}, and over ${larger.nodes} nodes`,
      }),
    ];
  },
};

async function passOver({ nodes, pools }: typeof size): Promise<{ reads: string[]; writes: number }> {
  const home = await aHome({ nodes, pools });
  try {
    await home.clock.drive(keepPasses(home.world).answer(home.declared.cluster.metadata.name, null));
    const reads = home.requests.filter(({ mutates }) => !mutates).map(({ path }) => path.split('/').at(-1) ?? '');
    return { reads, writes: home.requests.length - reads.length };
  } finally {
    home.close();
  }
}
