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
  // Uploads go by @google-cloud/storage, which has its own.
  'google-gax/build/src/resumableUpload.js': 'module.exports = {};',
  'google-gax/build/src/resumableSourceFromFile.js': 'module.exports = {};',
  // For processors without SIMD, which no function runs on.
  'undici/lib/llhttp/llhttp-wasm.js': 'module.exports = null;',
};

/** Smaller halves of packages: protobufjs without its parser; yaml for browsers, which asks the environment for nothing. */
export const leanModules: Plugin = {
  name: 'lean-modules',
  setup(build) {
    for (const [end, contents] of Object.entries(replaced)) {
      build.onLoad({ filter: endingIn(end) }, () => ({ contents }));
    }
    const yaml = join(require.resolve('yaml/package.json'), '../browser/index.js');
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: yaml }));
    build.onResolve({ filter: /^protobufjs$/ }, () => ({ path: require.resolve('protobufjs/light.js') }));
  },
};

function endingIn(path: string): RegExp {
  return new RegExp(`[\\\\/]${path.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
}
