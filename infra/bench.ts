import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { bundleSize } from './bench/bundle-size.ts';
import { coldStart } from './bench/cold-start.ts';
import { idlePass } from './bench/idle-pass.ts';
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
  reportPage,
  largeAudit,
];

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const measured: Measurement[] = [];
for (const bench of chosen(values.only)) {
  console.error(`measuring ${bench.rows.join(', ')} …`);
  measured.push(...(await bench.measure()));
}
const shown = values.only === undefined ? measured : measured.filter(({ row }) => row === values.only);
console.log(tableOf(shown));
if (values.json) await writeFile(values.json, `${JSON.stringify(shown, null, 2)}\n`);

function chosen(only: string | undefined): readonly Bench[] {
  if (only === undefined) return benches;
  const found = benches.filter(({ rows }) => rows.includes(only));
  if (found.length > 0) return found;
  throw new Error(`there is no row \`${only}\`; there are: ${benches.flatMap(({ rows }) => rows).join(', ')}`);
}

function tableOf(rows: readonly Measurement[]): string {
  const lines = rows.map(
    ({ row, value, goal, met, against, how }) =>
      `| \`${row}\` | ${value} | ${goal} | ${met ? 'yes' : '**no**'} | ${against} | ${how} |`,
  );
  return ['| row | value | goal | met | against | how |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
