import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The product's source files, by path from the repository, sorted. */
export type Sources = ReadonlyMap<string, string>;

export function readSources(repository: string, folders = ['functions', 'shared']): Sources {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  const files = paths.filter((path) => path.endsWith('.ts')).sort();
  return new Map(files.map((path) => [path, readFileSync(join(repository, path), 'utf8')]));
}

/** Every name that stands behind a dot: a method that is called is among them, whatever its client is kept in. */
export function propertiesIn(sources: Sources): Set<string> {
  return new Set([...sources.values()].flatMap((text) => [...text.matchAll(/\.\s*([A-Za-z]\w*)/g)].map(first)));
}

/** Modules of a package that the sources import one by one: `@google-cloud/compute/build/src/v1/disks_client.js`. */
export function modulesImported(sources: Sources, pattern: RegExp): string[] {
  const found = [...sources.values()].flatMap((text) =>
    [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(first),
  );
  return [...new Set(found)].filter((module) => pattern.test(module)).sort();
}

/** Every word of a code, comments included: what it takes of a package is among them. */
export function wordsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\b([A-Za-z_]\w*)\b/g)].map(first));
}

/** Words in the files that speak of a package. */
export function wordsBeside(sources: Sources, packageName: string): Set<string> {
  return wordsIn([...sources.values()].filter((text) => text.includes(`'${packageName}'`)).join('\n'));
}

function first([, name]: RegExpExecArray): string {
  return name ?? '';
}
