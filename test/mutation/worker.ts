import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { collect, type TestFile } from './ava.ts';
import { Coverage, hasRun, type Ran } from './coverage.ts';
import { use } from './hooks.ts';
import type { Answer, Question, SurveyedTest, Trial } from './messages.ts';
import { javaScriptOf, mutantsOf } from './mutants.ts';
import { root, SourceGraph } from './source-graph.ts';

/** Stays warm: what does not see a mutant is loaded once. Speaks to the process that started it. */
const graph = new SourceGraph();
let isBroken = false;
process.on('disconnect', () => process.exit());
process.on('unhandledRejection', () => {
  isBroken = true;
});
process.on('uncaughtException', () => {
  isBroken = true;
});
// The same properties for every mutant, and no search for a smaller example.
fc.configureGlobal({ seed: 1, endOnFailure: true });

process.on('message', answerTo);

async function answerTo(question: Question): Promise<void> {
  const answer: Answer =
    'trial' in question
      ? { failed: await tryOut(question.trial), isStray: isBroken }
      : await survey(question).catch(giveUp);
  process.send?.(answer);
}

/** Without a mutant nothing may go wrong. */
function giveUp(error: unknown): Answer {
  console.error(error);
  process.exit(1);
}

async function tryOut({ file, edit, id, tests }: Trial): Promise<number | null> {
  const query = `?mutant=${id}`;
  use({ query, file, edit, dependents: graph.dependentsOf(file) });
  isBroken = false;
  const files = new Map<string, TestFile>();
  let at = 0;
  try {
    for (const test of tests) {
      const loaded = files.get(test.file) ?? (await begin(test.file + query));
      files.set(test.file, loaded);
      await loaded.tests.get(test.title)?.({ ...loaded.context });
      if (isBroken) return at;
      at += 1;
    }
    return null;
  } catch {
    return at;
  } finally {
    for (const loaded of files.values()) for (const after of loaded.after) await after().catch(() => undefined);
  }
}

async function begin(path: string): Promise<TestFile> {
  const loaded = await collect(`file://${root}${path}`);
  for (const before of loaded.before) await before();
  return loaded;
}

/** Runs each test once as the code is, and notes which mutants it would have met. */
async function survey({ sources, testFiles }: { sources: string[]; testFiles: string[] }): Promise<Answer> {
  const coverage = new Coverage();
  const places = new Map(sources.map((file) => [file, placesIn(javaScriptOf(readFileSync(root + file, 'utf8')))]));
  const met = (): Record<string, number[]> =>
    metBy(
      coverage.take((file) => places.has(file)),
      places,
    );
  const tests: SurveyedTest[] = [];
  const atLoad: Record<string, number[]>[] = [];
  for (const file of testFiles) {
    const loaded = await begin(file);
    atLoad.push(met());
    for (const [title, run] of loaded.tests) {
      const begunAt = performance.now();
      const failure = await run({ ...loaded.context }).then(() => null, String);
      tests.push({ file, title, milliseconds: performance.now() - begunAt, failure, met: met() });
    }
    for (const after of loaded.after) await after();
  }
  return { tests, atLoad };
}

interface Places {
  code: string;
  /** Of the mutants. */
  starts: number[];
}

function placesIn(code: string): Places {
  return { code, starts: mutantsOf(code).map(({ start }) => start) };
}

function metBy(ran: Ran, places: Map<string, Places>): Record<string, number[]> {
  return Object.fromEntries(
    [...ran].map(([file, ranges]) => {
      const { code = '', starts = [] } = places.get(file) ?? {};
      return [file, starts.flatMap((start, index) => (hasRun(ranges, start, code) ? [index] : []))];
    }),
  );
}
