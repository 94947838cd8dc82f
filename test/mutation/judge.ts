import { isEquivalent } from './equivalent.ts';
import type { Answer, SurveyedTest, Trial } from './messages.ts';
import type { Mutant } from './mutants.ts';
import type { Verdict } from './print.ts';
import { duration, RunningOrder } from './running-order.ts';
import { WorkerProcess } from './worker-process.ts';

export interface Case {
  file: string;
  digest: string;
  mutant: Mutant;
  /** Those that meet the mutant. */
  tests: SurveyedTest[];
}

const nothing = { start: 0, end: 0, text: '' };

/** Decides about one mutant at a time, by a process of its own. */
export class Judge {
  readonly #worker = new WorkerProcess();
  readonly #order: RunningOrder;
  readonly #sound = new Set<string>();
  #trials = 0;

  constructor(tests: SurveyedTest[]) {
    this.#order = new RunningOrder(tests);
  }

  async verdictOf(one: Case): Promise<Verdict['verdict']> {
    const { file, mutant, tests } = one;
    if (isEquivalent(file, mutant)) return 'equivalent';
    if (tests.length === 0) return 'not covered';
    const inOrder = this.#order.of(tests);
    const result = await this.#tryOut(file, mutant, inOrder);
    if (typeof result === 'string') return result;
    const noticing = inOrder[result] as SurveyedTest;
    if (await this.#isSound(file, inOrder.slice(0, result + 1))) {
      this.#order.noticed(noticing);
      return 'killed';
    }
    if (this.#order.isDependent(noticing.file)) return this.verdictOf(one);
    console.error(`left out here, it fails without any mutant: ${noticing.file}: ${noticing.title}`);
    return this.verdictOf({ ...one, tests: tests.filter((test) => test !== noticing) });
  }

  stop(): void {
    this.#worker.stop();
  }

  /** Only a test that passes after the same others without the mutant has noticed it. */
  async #isSound(file: string, run: SurveyedTest[]): Promise<boolean> {
    const beside = run.filter((test) => test.file === run.at(-1)?.file);
    const key = beside.map(({ file, title }) => `${file} ${title}`).join('\n');
    if (this.#sound.has(key)) return true;
    if ((await this.#tryOut(file, nothing, beside)) !== 'survived') return false;
    this.#sound.add(key);
    return true;
  }

  /** A number says which test failed. */
  async #tryOut(file: string, edit: Trial['edit'], tests: SurveyedTest[]): Promise<Verdict['verdict'] | number> {
    const { start, end, text } = edit;
    const named = tests.map(({ title, file }) => ({ title, file }));
    const trial = { id: ++this.#trials, file, edit: { start, end, text }, tests: named };
    const milliseconds = 10_000 + 5 * duration(tests);
    let answer = await this.#worker.ask({ trial }, milliseconds);
    if (isStray(answer)) {
      this.#worker.stop();
      answer = await this.#worker.ask({ trial }, milliseconds);
    }
    if (answer === 'timed out') return answer;
    if (answer === 'crashed' || !('failed' in answer)) return 'killed';
    return answer.failed ?? 'survived';
  }
}

/** An error that nobody awaited may be left over from the mutant before: only a new process tells. */
function isStray(answer: Answer | string): boolean {
  return typeof answer === 'object' && 'isStray' in answer && answer.isStray;
}
