import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { type Sources, wordsBeside, wordsIn } from './names-in-use.ts';

/**
 * What `import('package')` gets is a list of the exports that the importing code names. Without it esbuild would keep all
 * of a package, and hand over a CommonJS one with nothing but its default.
 */
export function dynamicImports(sources: Sources): Plugin {
  return {
    name: 'dynamic-imports',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ kind, path, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || isBuiltin(path)) return undefined;
        const resolved = await build.resolve(path, { kind: 'import-statement', importer, resolveDir });
        const isOurs = !importer.includes('node_modules');
        const words = isOurs ? wordsBeside(sources, path) : wordsIn(readFileSync(importer, 'utf8'));
        const exported = Object.keys(await import(pathToFileURL(resolved.path).href));
        const names = exported.filter((name) => words.has(name) && name !== 'module.exports').sort();
        return {
          path: isOurs ? path : `${dirname(importer)}/${path}`,
          namespace: 'exports-in-use',
          pluginData: { contents: `export { ${names.join(', ')} } from '${path}';`, resolveDir },
        };
      });
      build.onLoad({ filter: /./, namespace: 'exports-in-use' }, ({ pluginData }) => pluginData);
    },
  };
}
