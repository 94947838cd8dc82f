import test from 'ava';
import { writtenDown } from '../written-down.ts';
import { all, fileOf } from './situations/all.ts';
import { told } from './situations/situation.ts';

const advice = 'if it is meant, write it down by `node test/plan/situations/write.ts` and read what changed';

for (const [subject, situations] of Object.entries(all)) {
  const expected = writtenDown(fileOf(subject));
  for (const [title, make] of Object.entries(situations))
    test(`what is told of ${subject}: ${title}`, (t) => t.is(told(make()), expected.get(title) ?? '', advice));

  test(`nothing is written down of ${subject} that nobody meets`, (t) =>
    t.deepEqual([...expected.keys()], Object.keys(situations), advice));
}
