import pLimit from 'p-limit';
import { DeclarationError, messageOf } from '../errors.ts';
import { type BucketOptions, bucketSource } from './bucket-source.ts';
import { directorySource } from './directory-source.ts';
import { type FileEntry, type FileSource, locationOf } from './file-source.ts';
import { problemOfForeignFile } from './foreign.ts';
import { limits } from './limits.ts';
import { type ParsedFile, parseFile } from './yaml.ts';

export interface ReadFile {
  /** Relative to the location. */
  path: string;
  /** How many were read. */
  bytes: number;
  parsed: ParsedFile;
  /** A directory that was not looked into. */
  isDirectory?: true;
}

export interface LocationOptions extends BucketOptions {
  /** In place of the location. */
  source?: FileSource | undefined;
}

export interface ReadLocation {
  location: string;
  files: ReadFile[];
}

/** The manifests and declarations of a directory or bucket, parsed; what is wrong with one is told with it. */
export async function readLocation(
  location: string,
  options: LocationOptions,
  isWanted: (path: string) => boolean = () => true,
): Promise<ReadLocation> {
  const source = options.source ?? (await sourceAt(location, options));
  const entries = withoutChartFiles(await source.list()).filter(({ path }) => isWanted(path));
  refuseTooMany(
    entries.reduce((sum, entry) => sum + entry.bytes, 0),
    location,
  );
  const limit = pLimit(16);
  let bytes = 0;
  const readCounted = async (entry: FileEntry) => {
    // What was listed may have grown since.
    refuseTooMany(bytes, location);
    const file = await readOne(source, entry);
    bytes += file.bytes;
    return file;
  };
  const files = await Promise.all(entries.map((entry) => limit(() => readCounted(entry))));
  refuseTooMany(bytes, location);
  return { location: source.location, files };
}

function refuseTooMany(bytes: number, location: string): void {
  if (bytes <= limits.allBytes) return;
  throw new DeclarationError(
    `\`${location}\` holds ${bytes} bytes of manifests, more than ${limits.allBytes}: split it`,
  );
}

async function sourceAt(location: string, options: BucketOptions): Promise<FileSource> {
  return location.startsWith('gs://') ? bucketSource(location, options) : directorySource(location);
}

/** A chart is answered once, at its Chart.yaml: what lies below it is no manifest, nor meant to be one. */
function withoutChartFiles(entries: FileEntry[]): FileEntry[] {
  const charts = entries.flatMap(({ path }) => (/(?:^|\/)Chart\.ya?ml$/.test(path) ? [path] : []));
  const isInChart = (path: string) =>
    charts.some((chart) => path !== chart && path.startsWith(chart.replace(/[^/]*$/, '')));
  return entries.filter(({ path }) => !isInChart(path));
}

async function readOne(source: FileSource, entry: FileEntry): Promise<ReadFile> {
  const { path, isDirectory } = entry;
  const file = locationOf(source, path);
  const problem = problemOf(entry);
  if (problem !== null) return { path, bytes: 0, parsed: refused(file, problem), ...(isDirectory && { isDirectory }) };
  const bytes = await source.read(path).catch((error: unknown) => messageOf(error));
  if (typeof bytes === 'string') return { path, bytes: 0, parsed: refused(file, `cannot be read: ${bytes}`) };
  if (bytes.length > limits.fileBytes) {
    const grown = `has grown to more than ${limits.fileBytes} bytes: split the file`;
    return { path, bytes: bytes.length, parsed: refused(file, grown) };
  }
  return { path, bytes: bytes.length, parsed: parseFile(bytes, file) };
}

function problemOf({ path, bytes, refused: why }: FileEntry): string | null {
  if (why !== null) return why;
  if (bytes > limits.fileBytes) return `${bytes} bytes, more than ${limits.fileBytes}: split the file`;
  return problemOfForeignFile(path);
}

function refused(file: string, message: string): ParsedFile {
  return { documents: [], warnings: [], problems: [{ source: { file, line: 1, column: 1 }, message }] };
}
