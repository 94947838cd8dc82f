import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/** Parts of packages that nothing here reaches, by the end of their path, and what stands in their place. */
const replaced: Record<string, string> = {
  // Messages in English alone.
  'zod/v4/locales/index.js': "export { default as en } from './en.js';",
  // Node has had web streams since 18; node-fetch asks for these only where it has none.
  'web-streams-polyfill/dist/ponyfill.es2018.js': 'module.exports = {};',
  // For processors without SIMD, which no function runs on.
  'undici/lib/llhttp/llhttp-wasm.js': 'module.exports = null;',
};

/** Smaller halves of packages; of yaml the one for browsers, which asks the environment nothing for every token. */
export const leanModules: Plugin = {
  name: 'lean-modules',
  setup(build) {
    for (const [end, contents] of Object.entries(replaced)) {
      build.onLoad({ filter: endingIn(end) }, () => ({ contents }));
    }
    const yaml = join(require.resolve('yaml/package.json'), '../browser/index.js');
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: yaml }));
  },
};

function endingIn(path: string): RegExp {
  return new RegExp(`[\\\\/]${path.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
}
