import { writeFileSync } from 'node:fs';
import { asWritten } from '../../written-down.ts';
import { played } from './scene.ts';
import { scenes } from './scenes.ts';

/** Writes down what is done now. What changed is to be read before it is committed. */
const texts: [string, string][] = [];
for (const [title, scene] of Object.entries(scenes)) texts.push([title, await played(scene)]);
writeFileSync(new URL('scenes.txt', import.meta.url), asWritten(texts));
