import type { Mutant } from './mutants.ts';

interface Equivalent {
  file: string;
  change: string;
  why: string;
}

/** Changes that no test can see, since the program does the same. Each with its reason; there should be few. */
const equivalents: Equivalent[] = [];

export function isEquivalent(file: string, { change }: Mutant): boolean {
  return equivalents.some((one) => one.file === file && one.change === change);
}
