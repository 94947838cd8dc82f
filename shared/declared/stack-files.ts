import { basename, resolve } from 'node:path';
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
    problems: [...files.flatMap(({ parsed }) => parsed.problems), ...problems],
    warnings: [...files.flatMap(({ parsed }) => parsed.warnings), ...warnings],
  };
}

function partition(files: ReadFile[]): [ReadFile[], ReadFile[]] {
  const isStackFile = ({ path, parsed }: ReadFile) =>
    /(?:^|\/)stack\.(?:ya?ml|json)$/.test(path) && !parsed.documents.some(({ value }) => isOfAnotherTool(value));
  return [files.filter(isStackFile), files.filter((file) => !isStackFile(file))];
}

function documentsOf(files: ReadFile[]) {
  return files.flatMap(({ parsed }) => parsed.documents);
}

function lastSegment(root: string): string {
  return root.startsWith('gs://') ? basename(root) : basename(resolve(root));
}
