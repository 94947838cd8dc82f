import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import test from 'ava';
import { changed } from './plant.ts';
import { plantedBugs } from './planted.ts';

const root = new URL('../../../', import.meta.url);

for (const { name, changes } of plantedBugs) {
  test(`the planted bug ${name} still fits the code it spoils`, (t) => {
    const files = Map.groupBy(changes, ({ file }) => file);
    for (const [file, own] of files) {
      let source = readFileSync(new URL(file, root), 'utf8');
      for (const change of own) source = changed(source, change, file);
      t.not(source, readFileSync(new URL(file, root), 'utf8'));
      // What is no code any more would break the run, and be no bug that is caught.
      if (file.endsWith('.ts')) t.notThrows(() => stripTypeScriptTypes(source), file);
    }
  });
}

test('there are at least 40, and no two have a name in common', (t) => {
  t.true(plantedBugs.length >= 40);
  t.is(new Set(plantedBugs.map(({ name }) => name)).size, plantedBugs.length);
});
