import { writeFileSync } from 'node:fs';
import { asWritten } from '../../written-down.ts';
import { all, fileOf } from './all.ts';
import { told } from './situation.ts';

/** Writes down what is said now. What changed in the texts is to be read before it is committed. */
for (const [subject, situations] of Object.entries(all)) {
  const texts = Object.entries(situations).map(([title, make]) => [title, told(make())] as const);
  writeFileSync(fileOf(subject), asWritten(texts));
}
