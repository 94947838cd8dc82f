import { caseTexts } from './cases.ts';
import { customTexts, typeTexts } from './custom.ts';
import { fieldTexts } from './fields.ts';
import { undeclaredTexts } from './undeclared.ts';

/** By the name of the file that says what comes out. */
export const all: Record<string, () => [title: string, text: () => string][]> = {
  custom: customTexts,
  differences: caseTexts,
  fields: fieldTexts,
  types: typeTexts,
  undeclared: undeclaredTexts,
};

export function fileOf(subject: string): URL {
  return new URL(`${subject}.txt`, import.meta.url);
}
