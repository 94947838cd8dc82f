/** What goes between the process that hands out mutants and the ones that try them. */
export interface Trial {
  id: number;
  file: string;
  edit: { start: number; end: number; text: string };
  /** Those that meet the mutant, in the order in which they are run. */
  tests: { file: string; title: string }[];
}

export interface SurveyedTest {
  file: string;
  title: string;
  milliseconds: number;
  failure: string | null;
  /** Source file -> the mutants in it, by their number there. */
  met: Record<string, number[]>;
}

export type Question = { trial: Trial } | { sources: string[]; testFiles: string[] };
/** `failed`: which of the tests was the first to fail, or `null`. `isStray`: by an error outside of it, which may be older. */
export type Answer =
  | { failed: number | null; isStray: boolean }
  | { tests: SurveyedTest[]; atLoad: Record<string, number[]>[] };
