import test from 'ava';
import { writtenDown } from '../written-down.ts';
import { all, fileOf } from './situations/all.ts';

const advice = 'if it is meant, write it down by `node test/plan/situations/write.ts` and read what changed';

for (const [subject, texts] of Object.entries(all)) {
  const found = texts();
  const expected = writtenDown(fileOf(subject));
  for (const [title, text] of found)
    test(`what is told of ${subject}: ${title}`, (t) => t.is(text(), expected.get(title) ?? '', advice));

  test(`nothing is written down of ${subject} that nobody meets`, (t) =>
    t.deepEqual(
      [...expected.keys()],
      found.map(([title]) => title),
      advice,
    ));
}

test('no command carries a remark: where it is wrapped, the rest of that would run', (t) => {
  const texts = Object.values(all).flatMap((made) => made().map(([, text]) => text()));
  t.deepEqual(
    texts.flatMap((text) => text.split('\n').filter((line) => /^ {2}\$ .*\s#/.test(line))),
    [],
  );
});
