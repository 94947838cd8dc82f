import { basename, resolve } from 'node:path';
import pLimit from 'p-limit';
import { DeclarationError } from '../errors.ts';
import { clusterSchema } from '../model/cluster.ts';
import type { DeclarationProblem, Declared, Stack } from '../model/declared.ts';
import { directorySource } from './directory-source.ts';
import { type FileEntry, type FileSource, locationOf } from './file-source.ts';
import { problemOfForeignFile } from './foreign.ts';
import { limits } from './limits.ts';
import { declarationError } from './problems.ts';
import { type DirectoryDocuments, stacksOf } from './stacks.ts';
import { readStrict } from './strict.ts';
import { type ParsedFile, parseFile } from './yaml.ts';

/** The declared state of one cluster. Throws DeclarationError with all that is wrong, or with what is missing (I-17). */
export async function readDeclared(location: string): Promise<Declared> {
  const source = directorySource(location);
  const files = await readAll(source);
  const root = files.filter(({ path }) => isClusterFile(path) && directoryOf(path) === '');
  if (root.length === 0) throw new DeclarationError(`no cluster.yaml in \`${location}\``);
  return declaredOf(source, files, root);
}

function declaredOf(source: FileSource, files: ReadFile[], clusterFiles: ReadFile[]): Declared {
  const problems = files.flatMap(({ parsed }) => parsed.problems);
  const documents = clusterFiles.flatMap(({ parsed }) => parsed.documents);
  const [document] = documents;
  if (document === undefined) {
    if (problems.length > 0) throw declarationError(problems);
    throw new DeclarationError(`${locationOf(source, 'cluster.yaml')}: empty`);
  }
  const cluster = readStrict(clusterSchema, document);
  const rest = files.filter((file) => !clusterFiles.includes(file));
  const stacks = stacksOf(directoriesOf(rest), basename(resolve(source.location)));
  const all = [...problems, ...(cluster.problems ?? []), ...stacks.problems];
  if (cluster.value === null || all.length > 0) throw declarationError(all);
  return {
    cluster: cluster.value,
    source: document.source,
    stacks: stacks.stacks,
    warnings: [...files.flatMap(({ parsed }) => parsed.warnings), ...stacks.warnings],
  };
}

interface ReadFile {
  path: string;
  parsed: ParsedFile;
}

async function readAll(source: FileSource): Promise<ReadFile[]> {
  const entries = await source.list();
  const limit = pLimit(16);
  return Promise.all(entries.map((entry) => limit(() => readOne(source, entry))));
}

async function readOne(source: FileSource, { path, bytes }: FileEntry): Promise<ReadFile> {
  const file = locationOf(source, path);
  const problem = problemOfForeignFile(path) ?? (bytes > limits.fileBytes ? 'larger than 1 MB' : null);
  if (problem !== null) {
    return {
      path,
      parsed: { documents: [], warnings: [], problems: [{ source: { file, line: 1, column: 1 }, message: problem }] },
    };
  }
  return { path, parsed: parseFile(await source.read(path), file) };
}

function directoriesOf(files: ReadFile[]): DirectoryDocuments[] {
  const byDirectory = Map.groupBy(files, ({ path }) => directoryOf(path));
  return [...byDirectory].map(([directory, members]) => ({
    directory,
    stackDocuments: members.filter(({ path }) => isStackFile(path)).flatMap(({ parsed }) => parsed.documents),
    documents: members.filter(({ path }) => !isStackFile(path)).flatMap(({ parsed }) => parsed.documents),
  }));
}

function isClusterFile(path: string): boolean {
  return /(?:^|\/)cluster\.(?:ya?ml|json)$/.test(path);
}

function isStackFile(path: string): boolean {
  return /(?:^|\/)stack\.(?:ya?ml|json)$/.test(path);
}

function directoryOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
