import type { SurveyedTest } from './messages.ts';

const remembered = 12;

/** In which order tests are run for a mutant, so that one that notices it comes soon. */
export class RunningOrder {
  readonly #files: Map<string, SurveyedTest[]>;
  /** Test files whose tests need what those before them left behind. */
  readonly #dependent = new Set<string>();
  /** The tests that noticed something, the latest first: changes near each other are noticed by the same. */
  #noticed: SurveyedTest[] = [];

  /** All tests, as they are declared. */
  constructor(tests: SurveyedTest[]) {
    this.#files = Map.groupBy(tests, ({ file }) => file);
  }

  of(tests: SurveyedTest[]): SurveyedTest[] {
    const likely = this.#noticed.filter((test) => tests.includes(test));
    return [...new Set([...likely, ...quickestFirst(tests)].flatMap((test) => this.#withWhatItNeeds(test)))];
  }

  noticed(test: SurveyedTest): void {
    this.#noticed = [test, ...this.#noticed.filter((other) => other !== test)].slice(0, remembered);
  }

  /** Says whether that is news. */
  isDependent(file: string): boolean {
    const isNew = !this.#dependent.has(file);
    this.#dependent.add(file);
    return isNew;
  }

  #withWhatItNeeds(test: SurveyedTest): SurveyedTest[] {
    const all = this.#files.get(test.file) ?? [];
    return this.#dependent.has(test.file) ? all.slice(0, all.indexOf(test) + 1) : [test];
  }
}

/** File by file, as each has to be loaded: the file that takes least time first, and its quickest test. */
function quickestFirst(tests: SurveyedTest[]): SurveyedTest[] {
  const files = [...Map.groupBy(tests, ({ file }) => file).values()];
  return files
    .toSorted((one, other) => duration(one) - duration(other))
    .flatMap((all) => all.toSorted((one, other) => one.milliseconds - other.milliseconds));
}

export function duration(tests: SurveyedTest[]): number {
  return tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}
