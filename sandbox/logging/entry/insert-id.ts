import type { Runtime } from '../../../shared/runtime.ts';

/** Eleven or so letters and digits; some begin with a dash. */
export function newInsertId({ random }: Pick<Runtime, 'random'>): string {
  const length = 11 + Math.floor(random() * 3);
  const letters = Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join('');
  return random() < 0.4 ? `-${letters.slice(1)}` : letters;
}
