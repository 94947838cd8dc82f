import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { bundleSize } from './bench/bundle-size.ts';
import { coldStart } from './bench/cold-start.ts';
import { idlePass } from './bench/idle-pass.ts';
import { kubectlDiff } from './bench/kubectl-diff.ts';
import { largeAudit } from './bench/large-audit.ts';
import type { Bench, Measurement } from './bench/measurement.ts';
import { replace } from './bench/replace.ts';
import { reportPage } from './bench/report-page.ts';
import { storm } from './bench/storm.ts';
import { twentyPools } from './bench/twenty-pools.ts';

/** `npm run bench [-- --json FILE] [--only ROW]`: what the product reaches, as a Markdown table. It is no timed test. */
const benches: readonly Bench[] = [
  coldStart,
  bundleSize,
  replace,
  twentyPools,
  idlePass,
  storm,
  kubectlDiff,
  largeAudit,
  reportPage,
];

/** Benches that share their runs give rows that stand apart in the table. */
const order = [
  'cold-start-ratio',
  'cold-start-speedup',
  'rss-mib',
  'bundle-mb',
  'replace-ratio',
  'twenty-pools',
  'reads-per-pass',
  'storm-passes',
  'kubectl-diff-speedup',
  'large-audit-seconds',
  'idle-writes',
  'report-ms',
];

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const measured = (await measureAll(chosen(values.only))).toSorted(
  (one, other) => order.indexOf(one.row) - order.indexOf(other.row),
);
const shown = values.only === undefined ? measured : measured.filter(({ row }) => row === values.only);
console.log(tableOf(shown));
if (values.json) await writeFile(values.json, `${JSON.stringify(shown, null, 2)}\n`);

/** One after the other, so that none disturbs another's times; what is under way is told on stderr. */
async function measureAll(benches: readonly Bench[]): Promise<Measurement[]> {
  const measured: Measurement[] = [];
  for (const [index, bench] of benches.entries()) {
    const began = performance.now();
    console.error(`${index + 1}/${benches.length}  measuring ${bench.rows.join(', ')} …`);
    const results = await bench.measure();
    const seconds = Math.round((performance.now() - began) / 1000);
    for (const { row, value, met } of results)
      console.error(`     ${row}: ${value ?? 'not measured'}${met ? '' : ', goal missed'}`);
    console.error(`     ${seconds} s`);
    measured.push(...results);
  }
  return measured;
}

function chosen(only: string | undefined): readonly Bench[] {
  if (only === undefined) return benches;
  const found = benches.filter(({ rows }) => rows.includes(only));
  if (found.length > 0) return found;
  throw new Error(`there is no row \`${only}\`; there are: ${benches.flatMap(({ rows }) => rows).join(', ')}`);
}

function tableOf(rows: readonly Measurement[]): string {
  const lines = rows.map(
    ({ row, value, goal, met, against, how }) =>
      `| \`${row}\` | ${value ?? '–'} | ${goal} | ${met ? 'yes' : '**no**'} | ${against} | ${how} |`,
  );
  return ['| row | value | goal | met | against | how |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
