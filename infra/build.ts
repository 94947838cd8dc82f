import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDirectory } from './build/build.ts';

/** `npm run build [-- --out DIR] [--declarations DIR]`: makes the directory to deploy. */
const repository = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { out: { type: 'string', default: join(repository, 'dist') }, declarations: { type: 'string' } },
});
const outDirectory = resolve(values.out);
await buildDirectory({
  repository,
  outDirectory,
  declarations: values.declarations ? resolve(values.declarations) : null,
});
console.log(`${relative(process.cwd(), outDirectory) || '.'}: ${await megabytesIn(outDirectory)} MB`);

async function megabytesIn(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(2);
}
