import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const reading = /readFileSync\(new URL\('([^']+)', import\.meta\.url\), 'utf8'\)/g;

/** A text that the product reads from beside its code, such as `mount.sh`, goes into the bundle as a string. */
export const textBesideCode: Plugin = {
  name: 'text-beside-code',
  setup(build) {
    build.onLoad({ filter: /[\\/](functions|shared)[\\/].*\.ts$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      const folder = dirname(path);
      const inlined = code.replace(reading, (_, file: string) =>
        JSON.stringify(readFileSync(join(folder, file), 'utf8')),
      );
      return { contents: inlined, loader: 'ts' };
    });
  },
};
