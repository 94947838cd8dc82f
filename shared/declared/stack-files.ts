import { basename, resolve } from 'node:path';
import type { DeclarationProblem } from '../model/declared.ts';
import { locationOf } from './file-source.ts';
import type { ReadFile } from './read-files.ts';
import { type Stacks, stacksOf } from './stacks.ts';
import { directoryOf, isOfAnotherTool } from './worlds.ts';

/** The stacks in some files; `root` is what the directory that holds them all is called. */
export function stacksOfFiles(files: ReadFile[], root: string, defaultNamespace: string | null): Stacks {
  const byDirectory = Map.groupBy(files, ({ path }) => directoryOf(path));
  const directories = [...byDirectory].map(([directory, members]) => {
    const [stackFiles, manifestFiles] = partition(members);
    return { directory, stackDocuments: documentsOf(stackFiles), documents: documentsOf(manifestFiles) };
  });
  const { stacks, problems, warnings } = stacksOf(directories, lastSegment(root), defaultNamespace);
  return {
    stacks,
    problems: [...files.flatMap(({ parsed }) => parsed.problems), ...files.flatMap(emptiness(root)), ...problems],
    warnings: [...files.flatMap(({ parsed }) => parsed.warnings), ...warnings],
  };
}

function partition(files: ReadFile[]): [ReadFile[], ReadFile[]] {
  return [files.filter(isStackFile), files.filter((file) => !isStackFile(file))];
}

function isStackFile({ path, parsed }: ReadFile): boolean {
  return /(?:^|\/)stack\.(?:ya?ml|json)$/.test(path) && !parsed.documents.some(({ value }) => isOfAnotherTool(value));
}

/** I-17: what was there and is lost is no less declared. Only a manifest may be all comments. */
function emptiness(root: string): (file: ReadFile) => DeclarationProblem[] {
  return (file) => {
    const { documents, problems } = file.parsed;
    const isStack = isStackFile(file);
    if (documents.length > 0 || problems.length > 0 || !(isStack || file.bytes === 0)) return [];
    const source = { file: locationOf({ location: root }, file.path), line: 1, column: 1 };
    const words = isStack
      ? 'empty: declare the stack in it, as docs/declarations.md shows, or remove it'
      : '0 bytes: write what it is to hold, or remove it';
    return [{ source, message: words }];
  };
}

function documentsOf(files: ReadFile[]) {
  return files.flatMap(({ parsed }) => parsed.documents);
}

function lastSegment(root: string): string {
  return root.startsWith('gs://') ? basename(root) : basename(resolve(root));
}
