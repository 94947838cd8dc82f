import { readdirSync, readFileSync } from 'node:fs';
import { manifestsOf } from '../../shared/declared/manifests.ts';
import { parseFile } from '../../shared/declared/yaml.ts';
import type { Stack } from '../../shared/model/declared.ts';

/** A stack for each text of YAML, by name. */
export function stacksOf(files: Record<string, string>, namespace: string | null = null): Stack[] {
  return Object.entries(files).map(([name, text]) => {
    const parsed = parseFile(Buffer.from(text), `${name}/stack.yaml`);
    const read = parsed.documents.map((document) => manifestsOf(document, namespace));
    const problems = [...parsed.problems, ...read.flatMap((one) => one.problems)];
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    const spec = { mode: 'apply' as const, expose: [], disks: [] };
    return {
      name,
      directory: name,
      spec,
      protected: false,
      source: null,
      manifests: read.flatMap(({ manifests }) => manifests),
    };
  });
}

export const corpusFolder: string = new URL('./manifests/', import.meta.url).pathname;

/** Manifests of the kinds and oddities that people publish: one stack a file. */
export function corpus(namespace: string): Stack[] {
  const files = readdirSync(corpusFolder).toSorted();
  const texts = files.map((file) => [file.replace('.yaml', ''), readFileSync(corpusFolder + file, 'utf8')] as const);
  return stacksOf(Object.fromEntries(texts), namespace);
}
