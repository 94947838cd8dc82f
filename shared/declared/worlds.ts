import type { ReadFile } from './read-files.ts';
import type { ParsedDocument } from './yaml.ts';

/** A directory with a cluster.yaml, and all files below it that are not in another such directory. */
export interface ClusterFiles {
  directory: string;
  clusterFiles: ReadFile[];
  files: ReadFile[];
}

export interface Worlds {
  clusters: ClusterFiles[];
  /** Files with no cluster.yaml beside or above them. */
  unclaimed: ReadFile[];
}

export function worldsOf(files: ReadFile[]): Worlds {
  const clusterFiles = files.filter(isClusterFile);
  const byDirectory = Map.groupBy(clusterFiles, ({ path }) => directoryOf(path));
  const directories = [...byDirectory.keys()].toSorted((one, other) => other.length - one.length);
  const owned = Map.groupBy(files, ({ path }) => directories.find((directory) => isBelow(path, directory)) ?? null);
  return {
    clusters: [...byDirectory].toSorted(byName).map(([directory, own]) => ({
      directory,
      clusterFiles: own,
      files: (owned.get(directory) ?? []).filter((file) => !own.includes(file)),
    })),
    unclaimed: owned.get(null) ?? [],
  };
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** Other tools have a cluster.yaml too; one of theirs is a manifest. An unreadable one counts as ours. */
function isClusterFile({ path, parsed: { documents, problems } }: ReadFile): boolean {
  if (!isNamedCluster(path)) return false;
  const isTheirs = documents.some(({ value }) => isOfAnotherTool(value));
  return !isTheirs || problems.length > 0 || documents.some(({ value }) => isCluster(value));
}

/** The document that describes the cluster, and what else stands in its files. */
export function clusterDocuments({ clusterFiles }: ClusterFiles): {
  own: ParsedDocument | undefined;
  surplus: ParsedDocument[];
} {
  const documents = clusterFiles.flatMap(({ parsed }) => parsed.documents);
  const own = documents.find(({ value }) => isCluster(value)) ?? documents[0];
  return { own, surplus: documents.filter((one) => one !== own) };
}

export function isNamedCluster(path: string): boolean {
  return /(?:^|\/)cluster\.(?:ya?ml|json)$/.test(path);
}

export function isOfAnotherTool(value: unknown): boolean {
  const { apiVersion } = (value ?? {}) as { apiVersion?: unknown };
  return typeof apiVersion === 'string' && !apiVersion.startsWith('underpin.dev/');
}

/** Also with a slip in it such as `underpin.io/v1`: whoever wrote that meant a cluster. */
function isCluster(value: unknown): boolean {
  const { apiVersion, kind } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown };
  if (typeof apiVersion !== 'string') return false;
  return apiVersion.startsWith('underpin.dev/') || (kind === 'Cluster' && /underpin/i.test(apiVersion));
}

function isBelow(path: string, directory: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}

export function directoryOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
