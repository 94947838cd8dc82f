import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeclarationError, messageOf } from '../errors.ts';
import { type FileEntry, type FileSource, inOrder, isDeclarationFile, isHidden } from './file-source.ts';
import { limits } from './limits.ts';

export function directorySource(directory: string): FileSource {
  const location = directory.length > 1 ? directory.replace(/\/+$/, '') : directory;
  return {
    location,
    list: async () => {
      await checkDirectory(location);
      return inOrder(await walk(location, '', 0));
    },
    read: (path) => readFile(join(location, path)),
  };
}

async function checkDirectory(location: string): Promise<void> {
  if (location.includes('\0')) throw new DeclarationError('the location holds a NUL character: name a directory');
  const found = await stat(location).catch((error: NodeJS.ErrnoException) => {
    throw new DeclarationError(unreadable(location, error), { cause: error });
  });
  if (!found.isDirectory()) {
    throw new DeclarationError(`\`${location}\` is a file: name the directory that holds cluster.yaml`);
  }
}

function unreadable(location: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') {
    return `no directory \`${location}\`: name the one that holds cluster.yaml, or run from where it stands`;
  }
  return `cannot read \`${location}\`: ${messageOf(error)}`;
}

async function walk(root: string, below: string, depth: number): Promise<FileEntry[]> {
  if (depth > limits.directoryDepth) return [refusal(below, `more than ${limits.directoryDepth} directories deep`)];
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch((error: unknown) => messageOf(error));
  if (typeof entries === 'string') return [refusal(below, `the directory cannot be read: ${entries}`)];
  const found: FileEntry[] = [];
  for (const entry of entries.filter(({ name }) => !isHidden(name))) {
    found.push(...(await visit(root, below === '' ? entry.name : `${below}/${entry.name}`, entry, depth)));
    if (found.length > limits.files) throw new DeclarationError(`\`${root}\` holds more than ${limits.files} files`);
  }
  return found;
}

async function visit(root: string, path: string, entry: Dirent, depth: number): Promise<FileEntry[]> {
  if (entry.isDirectory()) return walk(root, path, depth + 1);
  if (entry.isSymbolicLink()) return visitLink(root, path);
  if (!isDeclarationFile(path)) return [];
  if (!entry.isFile()) return [refusal(path, 'not a regular file')];
  return [{ path, bytes: (await lstat(join(root, path))).size, refused: null }];
}

/** A link can lead out of the declaration, so none is followed; one to something nobody would read does no harm. */
async function visitLink(root: string, path: string): Promise<FileEntry[]> {
  const target = await stat(join(root, path)).catch(() => null);
  if (!isDeclarationFile(path) && target?.isDirectory() !== true) return [];
  return [refusal(path, 'a symbolic link, which is never followed: put the file itself there')];
}

function refusal(path: string, refused: string): FileEntry {
  return { path, bytes: 0, refused };
}
