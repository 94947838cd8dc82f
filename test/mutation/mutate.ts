import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { caughtIn, digestOf } from './earlier.ts';
import { type Case, Judge } from './judge.ts';
import type { SurveyedTest } from './messages.ts';
import { javaScriptOf, type Mutant, mutantsOf } from './mutants.ts';
import { printSurvivors, printTable, type Verdict } from './print.ts';
import { root, SourceGraph } from './source-graph.ts';
import { WorkerProcess } from './worker-process.ts';

/** npm run mutate -- [FOLDER|FILE]… [--json FILE] [--processes N] [--tests GLOB]… [--every N [--from M]] (a sample: each Nth mutant)
 * [--again FILE] (what an earlier `--json FILE` told as caught in a file that has not changed since is not tried again) */
const usage = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    processes: { type: 'string', default: '2' },
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    again: { type: 'string' },
    tests: { type: 'string', multiple: true },
  },
});

/** test/ mirrors shared/. What parts.test.ts puts into one process is loaded by itself here. */
const testsOf: Readonly<Record<string, string[]>> = {
  'shared/plan': ['test/plan/**/*.test.ts'],
  'shared/compare': ['test/compare/**/*.test.ts'],
  'shared/apply': ['test/apply/!(parts).test.ts', 'test/apply/parts/*.ts'],
};

async function main(): Promise<void> {
  const wanted = usage.positionals.length > 0 ? usage.positionals : Object.keys(testsOf);
  const verdicts: Verdict[] = [];
  const tell = () => {
    verdicts.sort(byPlace);
    printSurvivors(verdicts);
    printTable(verdicts);
    if (usage.values.json) writeFileSync(usage.values.json, `${JSON.stringify(verdicts, null, 1)}\n`);
    process.exit();
  };
  process.once('SIGINT', tell);
  process.once('SIGTERM', tell);
  for (const [folder, paths] of Map.groupBy(wanted, folderOf)) await tryAll(folder, paths, verdicts);
  tell();
}

function byPlace(one: Verdict, other: Verdict): number {
  return one.file.localeCompare(other.file) || one.start - other.start;
}

function folderOf(path: string): string {
  const folder = Object.keys(testsOf).find((one) => path.startsWith(one));
  if (!folder) throw new Error(`\`${path}\` is not in ${Object.keys(testsOf).join(', ')}`);
  return folder;
}

async function tryAll(folder: string, paths: string[], verdicts: Verdict[]): Promise<void> {
  const globs = paths.map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.ts`));
  const sources = globSync(globs, { cwd: root }).sort();
  const { tests, atLoad } = await survey(sources, usage.values.tests ?? testsOf[folder] ?? []);
  const graph = new SourceGraph();
  const queue = sources.flatMap((file) => {
    const seenBy = graph.dependentsOf(file);
    const digest = digestOf(file);
    return mutantsIn(file).map((mutant, index) => ({
      file,
      digest,
      mutant,
      tests: tests.filter((test) => test.met[file]?.includes(index) || (atLoad(file, index) && seenBy.has(test.file))),
    }));
  });
  const { every, from } = usage.values;
  const chosen = queue.filter((_, index) => index % Number(every) === Number(from));
  console.error(
    `${folder}: ${chosen.length} of ${queue.length} mutants in ${sources.length} files, ${tests.length} tests`,
  );
  const isCaught = caughtIn(usage.values.again);
  const open = chosen.filter((one) => !isCaught(one));
  for (const { mutant, file, digest } of chosen.filter(isCaught))
    verdicts.push({ ...mutant, file, digest, verdict: 'killed' });
  await inProcesses(open, tests, verdicts);
}

function mutantsIn(file: string): Mutant[] {
  return mutantsOf(javaScriptOf(readFileSync(root + file, 'utf8')));
}

async function survey(sources: string[], globs: string[]) {
  const graph = new SourceGraph();
  const seeing = new Set(sources.flatMap((file) => [...graph.dependentsOf(file)]));
  const testFiles = globSync(globs, { cwd: root })
    .filter((file) => seeing.has(file))
    .sort();
  const worker = new WorkerProcess();
  const answer = await worker.ask({ sources, testFiles }, 600_000);
  worker.stop();
  if (typeof answer === 'string' || !('tests' in answer)) throw new Error(`the tests without any mutant: ${answer}`);
  for (const { file, title, failure } of answer.tests)
    if (failure !== null) console.error(`left out, it fails without any mutant: ${file}: ${title}: ${failure}`);
  const loaded = new Set(
    answer.atLoad.flatMap((one) =>
      Object.entries(one).flatMap(([file, met]) => met.map((index) => `${file} ${index}`)),
    ),
  );
  const tests = answer.tests.filter(({ failure }) => failure === null);
  return {
    tests,
    atLoad: (file: string, index: number) => loaded.has(`${file} ${index}`),
  };
}

async function inProcesses(queue: Case[], tests: SurveyedTest[], verdicts: Verdict[]): Promise<void> {
  const cases = queue.entries();
  const work = async () => {
    const judge = new Judge(tests);
    for (const [id, one] of cases) {
      const { mutant, file, digest } = one;
      verdicts.push({ ...mutant, file, digest, verdict: await judge.verdictOf(one) });
      if (id % 100 === 99) console.error(`${id + 1} of ${queue.length}`);
    }
    judge.stop();
  };
  await Promise.all(Array.from({ length: Number(usage.values.processes) }, work));
}

await main();
