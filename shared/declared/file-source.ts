/** A directory or a bucket, to the reader both the same. Paths are relative and use `/`. */
export interface FileSource {
  /** As the person named it, without a trailing slash; errors begin with it. */
  location: string;
  /** What can be read, in order of the paths. Throws DeclarationError when the location itself cannot be read. */
  list(): Promise<FileEntry[]>;
  read(path: string): Promise<Buffer>;
}

export interface FileEntry {
  path: string;
  bytes: number;
  /** Why it must not, or cannot, be read; it counts against the cluster it lies in, and hides no other. */
  refused: string | null;
  /** A directory or a link to one: nobody knows what is in it. */
  isDirectory?: true;
}

/** Where a person finds the file: `containers/web/service.yaml`, `gs://bucket/prefix/web/service.yaml`. */
export function locationOf(source: Pick<FileSource, 'location'>, path: string): string {
  if (source.location === '.' || source.location === '') return path;
  if (path === '') return source.location;
  return source.location.endsWith('/') ? source.location + path : `${source.location}/${path}`;
}

/** Manifests and declarations; everything else, and what is hidden, is left alone. */
export function isDeclarationFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) && !path.split('/').some(isHidden);
}

export function isHidden(segment: string): boolean {
  return segment.startsWith('.');
}

export function inOrder(entries: FileEntry[]): FileEntry[] {
  return entries.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
