import test from 'ava';
import { writtenDown } from '../written-down.ts';
import { played } from './situations/scene.ts';
import { scenes } from './situations/scenes.ts';

const advice = 'if it is meant, write it down by `node test/apply/situations/write.ts` and read what changed';
const expected = writtenDown(new URL('situations/scenes.txt', import.meta.url));

for (const [title, scene] of Object.entries(scenes))
  test.serial(`what is done about ${title}`, async (t) => t.is(await played(scene), expected.get(title) ?? '', advice));
