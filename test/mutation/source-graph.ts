import { globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

export const root = new URL('../..', import.meta.url).pathname;

/** Which file imports which, by their paths from the root. */
export class SourceGraph {
  readonly #importers = new Map<string, Set<string>>();

  constructor() {
    for (const file of globSync('{functions,shared,sandbox,test,infra}/**/*.ts', { cwd: root }))
      for (const imported of importsOf(file))
        this.#importers.set(imported, (this.#importers.get(imported) ?? new Set()).add(file));
  }

  /** The file itself and all that see it, however far away. */
  dependentsOf(file: string): Set<string> {
    const found = new Set([file]);
    for (const one of found) for (const importer of this.#importers.get(one) ?? []) found.add(importer);
    return found;
  }
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom |\bimport\(|^import )'(\.[^']+\.ts)'/gm);
  return [...found].map(([, path = '']) => normalize(join(file, '..', path)));
}
