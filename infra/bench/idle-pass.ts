import { keepPasses } from '../../shared/passes.ts';
import { aHome } from './a-home.ts';
import { type Bench, judge } from './measurement.ts';

const nodes = 500;
const pools = 20;

export const idlePass: Bench = {
  rows: ['reads-per-pass', 'idle-writes'],
  async measure() {
    const home = await aHome({ nodes, pools });
    try {
      await home.clock.drive(keepPasses(home.world).answer(home.declared, null));
      const writes = home.requests.filter(({ mutates }) => mutates).length;
      const how = `a node-change pass over ${nodes} nodes and ${pools} pools in order, on the sandbox`;
      return [
        judge({
          row: 'reads-per-pass',
          value: home.requests.length - writes,
          goal: ['at most', 8],
          against: `${nodes} nodes`,
          how: `${how}: ${home.requests.map(({ path }) => path.split('/').at(-1)).join(', ')}`,
        }),
        judge({ row: 'idle-writes', value: writes, goal: ['at most', 0], against: 'nothing to do', how }),
      ];
    } finally {
      home.close();
    }
  },
};
