import { auditAll } from '../../shared/audit.ts';
import { renderReport } from '../../shared/report/render.ts';
import { aHome, replaceVm, vmNames } from './a-home.ts';
import { type Bench, judge, median } from './measurement.ts';

const rounds = 7;
const nodes = 200;
const mostBytes = 500_000;

export const reportPage: Bench = {
  rows: ['report-ms'],
  async measure() {
    const home = await aHome({ nodes, pools: 3, stacks: true, compute: { staleMembers: 'vanish' } });
    try {
      for (const name of vmNames(home).slice(0, 3)) await replaceVm(home, name);
      const audit = await home.clock.drive(auditAll(home.world));
      const milliseconds: number[] = [];
      let page = '';
      for (let round = 0; round < rounds; round += 1) {
        const began = performance.now();
        page = renderReport('html', audit);
        milliseconds.push(performance.now() - began);
      }
      const bytes = Buffer.byteLength(page);
      const measured = judge({
        row: 'report-ms',
        value: median(milliseconds),
        goal: ['at most', 200, 'ms'],
        against: `a page of at most ${mostBytes / 1000} KB`,
        how: `an audit of ${nodes} nodes and 3 pools as HTML with its pictures: ${Math.round(bytes / 1000)} KB; the first took ${milliseconds[0]?.toFixed(0)} ms; median of ${rounds}`,
      });
      return [{ ...measured, met: measured.met && bytes <= mostBytes && audit.problems.length === 0 }];
    } finally {
      home.close();
    }
  },
};
