import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { PlantedBug } from './planted-bug.ts';

const root = new URL('../../../', import.meta.url);

/**
 * Makes this process load a wrong variant of the product: the text of a file is changed as it is loaded. Nothing on disk
 * changes, and nothing that ships imports this.
 */
export function plant({ changes }: PlantedBug): void {
  const byUrl = Map.groupBy(changes, ({ file }) => new URL(file, root).href);
  registerHooks({
    load: (url, context, nextLoad) => {
      const own = byUrl.get(url);
      if (!own) return nextLoad(url, context);
      const original = readFileSync(fileURLToPath(url), 'utf8');
      const source = own.reduce((text, change) => changed(text, change, url), original);
      return { ...nextLoad(url, context), source };
    },
  });
}

/** Throws when the text is not there exactly once: a bug that is not planted would look like one that is not caught. */
export function changed(source: string, { find, put }: { find: string; put: string }, file: string): string {
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`\`${find}\` stands ${count} times in ${file}: mend the planted bug`);
  return source.replace(find, () => put);
}
