import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Lock } from './deployed-package.ts';

/** A package that npm laid down several times in one version goes into the bundle once. */
export function oneCopy(lock: Lock, repository: string): Plugin {
  const first = firstCopies(lock);
  const names = [...new Set([...first.keys()].map(nameOf))];
  const root = dirname(realpathSync(join(repository, 'node_modules')));
  return {
    name: 'one-copy',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(${names.join('|')})(/|$)`) }, async (asked) => {
        const { path, kind, importer, resolveDir, pluginData } = asked;
        if (kind === 'dynamic-import' || pluginData === 'resolved') return undefined;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'resolved' });
        const copy = [...first.keys()].find((folder) => found.path.startsWith(join(root, folder, '/')));
        const original = copy && first.get(copy);
        return original ? { path: found.path.replace(join(root, copy), join(root, original)) } : undefined;
      });
    },
  };
}

/** Folder of a further copy -> folder of the first one. */
function firstCopies({ packages }: Lock): Map<string, string> {
  const seen = new Map<string, string>();
  const copies = new Map<string, string>();
  for (const [folder, { version, dev }] of Object.entries(packages)) {
    const key = `${nameOf(folder)}@${version}`;
    const original = seen.get(key);
    if (original) copies.set(folder, original);
    else if (folder !== '' && !dev) seen.set(key, folder);
  }
  return copies;
}

function nameOf(folder: string): string {
  return folder.replace(/^.*node_modules\//, '');
}
