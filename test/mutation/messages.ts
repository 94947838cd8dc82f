/** What goes between the process that hands out mutants and the ones that try them. */
export interface Trial {
  id: number;
  file: string;
  edit: { start: number; end: number; text: string };
  /** Those that meet the mutant, the quickest first. */
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
export type Answer = { result: 'killed' | 'survived' } | { tests: SurveyedTest[]; atLoad: Record<string, number[]>[] };
