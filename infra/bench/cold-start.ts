import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundle } from '../build/bundle.ts';
import { type FirstAnswer, startCold } from './functions-framework.ts';
import { type Bench, judge, type Measurement, median } from './measurement.ts';
import { serveReads } from './serve-reads.ts';

const repository = new URL('../..', import.meta.url).pathname;
const rounds = 7;

/** Each round starts all three, so that a busy moment of the machine meets them alike. */
export const coldStart: Bench = {
  rows: ['cold-start-ratio', 'cold-start-speedup', 'rss-mib'],
  async measure() {
    const server = await serveReads();
    const directory = await mkdtemp(join(repository, 'node_modules/.underpin-bench-'));
    try {
      const hello = new URL('cold-start/hello-world.js', import.meta.url).pathname;
      const sources = { hello, underpin: await buildPruned(directory), asTheyCome: await buildAsTheyCome(directory) };
      const answers = { hello: [], underpin: [], asTheyCome: [] } as Record<keyof typeof sources, FirstAnswer[]>;
      for (let round = 0; round < rounds; round += 1) {
        for (const name of Object.keys(sources) as (keyof typeof sources)[]) {
          answers[name].push(await start(sources[name], server.url));
        }
      }
      return measurements(answers);
    } finally {
      server.close();
      await rm(directory, { recursive: true });
    }
  },
};

/** The product's own bundle with one more function: its handler makes one read by the product's clients. */
async function buildPruned(directory: string): Promise<string> {
  const outDirectory = join(directory, 'underpin');
  await bundle({ repository, outDirectory, entryPoints: { index: 'infra/bench/cold-start/underpin.ts' } });
  await writeFile(join(outDirectory, 'package.json'), JSON.stringify({ type: 'module', main: 'index.mjs' }));
  return outDirectory;
}

/** The same handler in one file of our own code, so that types cost it nothing, beside the packages as npm lays them down. */
async function buildAsTheyCome(directory: string): Promise<string> {
  const outfile = join(directory, 'as-they-come.mjs');
  const entry = join(repository, 'infra/bench/cold-start/as-they-come.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' });
  return outfile;
}

function start(source: string, url: string): Promise<FirstAnswer> {
  return startCold({ source, target: 'coldStart', environment: { UNDERPIN_COMPUTE_ENDPOINT: `${url}/compute/v1/` } });
}

type Answers = Record<'hello' | 'underpin' | 'asTheyCome', FirstAnswer[]>;

function measurements({ hello, underpin, asTheyCome }: Answers): Measurement[] {
  const [baseline, ours, theirs] = [hello, underpin, asTheyCome].map((answers) =>
    median(answers.map(({ milliseconds }) => milliseconds)),
  );
  const seconds = (milliseconds = 0) => `${(milliseconds / 1000).toFixed(2)} s`;
  const how = `process spawn to first answer after one Compute Engine read, the token being given; median of ${rounds}`;
  return [
    judge({
      row: 'cold-start-ratio',
      value: (ours ?? 0) / (baseline ?? 0),
      goal: ['at most', 2],
      against: `hello world on functions-framework: ${seconds(baseline)}`,
      how: `${how}: ${seconds(ours)}`,
    }),
    judge({
      row: 'cold-start-speedup',
      value: (theirs ?? 0) / (ours ?? 0),
      goal: ['at least', 8],
      against: `the same handler on the packages as they come: ${seconds(theirs)}`,
      how: `${how}: ${seconds(ours)}`,
    }),
    judge({
      row: 'rss-mib',
      value: median(underpin.map(({ rssMebibytes }) => rssMebibytes)),
      goal: ['at most', 128, 'MiB'],
      against: `hello world: ${median(hello.map(({ rssMebibytes }) => rssMebibytes)).toFixed(0)} MiB`,
      how: `RSS of that process after its first answer; median of ${rounds}`,
    }),
  ];
}
