import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DeclarationError, messageOf } from '../errors.ts';
import { type FileEntry, type FileSource, inOrder, isDeclarationFile, isHidden } from './file-source.ts';
import { limits } from './limits.ts';

/** Read at one go: of small local files by the hundred, waiting for each takes many times as long as reading it. */
export function directorySource(directory: string): FileSource {
  const location = directory.length > 1 ? directory.replace(/\/+$/, '') : directory;
  return {
    location,
    list: async () => {
      checkDirectory(location);
      return inOrder(walk(location, '', 0));
    },
    read: async (path) => readFileSync(join(location, path)),
  };
}

function checkDirectory(location: string): void {
  if (location.includes('\0')) throw new DeclarationError('the location holds a NUL character: name a directory');
  if (!kindOf(location).isDirectory()) {
    throw new DeclarationError(`\`${location}\` is a file: name the directory that holds cluster.yaml`);
  }
}

function kindOf(location: string) {
  try {
    return statSync(location);
  } catch (error) {
    throw new DeclarationError(unreadable(location, error as NodeJS.ErrnoException), { cause: error });
  }
}

function unreadable(location: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') {
    return `no directory \`${location}\`: name the one that holds cluster.yaml, or run from where it stands`;
  }
  return `cannot read \`${location}\`: ${messageOf(error)}`;
}

function walk(root: string, below: string, depth: number): FileEntry[] {
  if (depth > limits.directoryDepth) return [unseen(below, `more than ${limits.directoryDepth} directories deep`)];
  const entries = entriesOf(join(root, below));
  if (typeof entries === 'string') return [unseen(below, `the directory cannot be read: ${entries}`)];
  const found: FileEntry[] = [];
  for (const entry of entries.filter(({ name }) => !isHidden(name))) {
    found.push(...visit(root, below === '' ? entry.name : `${below}/${entry.name}`, entry, depth));
    if (found.length > limits.files) throw new DeclarationError(`\`${root}\` holds more than ${limits.files} files`);
  }
  return found;
}

function entriesOf(directory: string): Dirent[] | string {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return messageOf(error);
  }
}

function visit(root: string, path: string, entry: Dirent, depth: number): FileEntry[] {
  if (entry.isDirectory()) return walk(root, path, depth + 1);
  if (entry.isSymbolicLink()) return visitLink(root, path);
  if (!isDeclarationFile(path)) return [];
  if (!entry.isFile()) return [refusal(path, 'not a regular file')];
  return [{ path, bytes: lstatSync(join(root, path)).size, refused: null }];
}

/** A link can lead out of the declaration, so none is followed; one to something nobody would read does no harm. */
function visitLink(root: string, path: string): FileEntry[] {
  const why = 'a symbolic link, which is never followed: put the file itself there';
  if (leadsToDirectory(join(root, path))) return [unseen(path, why)];
  return isDeclarationFile(path) ? [refusal(path, why)] : [];
}

function leadsToDirectory(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    return false;
  }
}

function unseen(path: string, refused: string): FileEntry {
  return { ...refusal(path, refused), isDirectory: true };
}

function refusal(path: string, refused: string): FileEntry {
  return { path, bytes: 0, refused };
}
