import { writeFileSync } from 'node:fs';
import { asWritten } from '../../written-down.ts';
import { all, fileOf } from './all.ts';

/** Writes down what comes out now. What changed is to be read before it is committed. */
for (const [subject, texts] of Object.entries(all))
  writeFileSync(fileOf(subject), asWritten(texts().map(([title, text]) => [title, text()] as const)));
