import { DeclarationError } from '../errors.ts';
import type { DeclarationProblem, Declared, Stack } from '../model/declared.ts';
import type { World } from '../world.ts';
import { clusterOf } from './cluster.ts';
import { declarationError } from './problems.ts';
import { type LocationOptions, type ReadFile, readLocation } from './read-files.ts';
import { stacksOfFiles } from './stack-files.ts';
import { type ClusterFiles, clusterDocuments, worldsOf } from './worlds.ts';
import type { ParsedFile } from './yaml.ts';

export interface Declarations {
  /** In the order of their directories. */
  declared: Declared[];
  problems: BrokenDeclaration[];
  warnings: DeclarationProblem[];
}

/** A cluster that cannot be worked on until its declaration is mended; the others can. */
export interface BrokenDeclaration {
  directory: string;
  /** Both from cluster.yaml, when that much could be read. */
  cluster: string | null;
  project: string | null;
  error: DeclarationError;
}

/**
 * The declared state of the one cluster whose cluster.yaml stands at the location, a directory or gs://bucket/prefix.
 * Throws DeclarationError with all that is wrong; nothing is declared by what is missing, empty or broken (I-17).
 */
export async function readDeclared(location: string, options: LocationOptions = {}): Promise<Declared> {
  const { clusters } = worldsOf((await readLocation(location, options)).files);
  const own = clusters.find(({ directory }) => directory === '');
  if (own !== undefined) return clusterOf(own, location);
  const others = clusters.map(({ directory }) => `\`${directory}\``).join(', ');
  const hint =
    others === '' ? 'write one, as docs/declarations.md shows' : `name one of the directories that have one: ${others}`;
  throw new DeclarationError(`no cluster.yaml in \`${location}\`: ${hint}`);
}

/** Of the world a function stands in, read anew each time: people change them. */
export function declarationsOf(
  world: Pick<World, 'config' | 'declarations'>,
  location = world.config.declarations,
): Promise<Declarations> {
  return world.declarations?.() ?? readDeclarations(location);
}

/** `undefined` where none of this name is declared. Throws DeclarationError where it is, and is broken. */
export function findCluster({ declared, problems }: Declarations, name: string): Declared | undefined {
  const own = declared.find(({ cluster }) => cluster.metadata.name === name);
  const broken = problems.find(({ cluster }) => cluster === name);
  if (!own && broken) throw broken.error;
  return own;
}

/** One deployment serves many clusters: every directory with a cluster.yaml, at the location or below it, is one. */
export async function readDeclarations(location: string, options: LocationOptions = {}): Promise<Declarations> {
  const { clusters, unclaimed } = worldsOf((await readLocation(location, options)).files);
  const [unseen, rest] = [unclaimed.filter(isUnseen), unclaimed.filter((file) => !isUnseen(file))];
  const hidden = unseen.map(unknownCluster);
  if (clusters.length === 0) {
    if (hidden[0]) throw hidden[0].error;
    throw new DeclarationError(
      `no cluster.yaml in \`${location}\` or below it: write one, as docs/declarations.md shows`,
    );
  }
  const read = clusters.map((files) => readCluster(files, location));
  const { declared, problems } = told(read);
  return {
    declared,
    problems: [...problems, ...hidden],
    warnings: rest.flatMap(({ parsed }) => unclaimedWarning(parsed)),
  };
}

function isUnseen({ isDirectory }: ReadFile): boolean {
  return isDirectory === true;
}

/** I-17: a directory that cannot be looked into may hold a cluster, and nobody knows which. */
function unknownCluster({ path, parsed }: ReadFile): BrokenDeclaration {
  return { directory: path, cluster: null, project: null, error: declarationError(parsed.problems) };
}

interface Read extends Omit<BrokenDeclaration, 'error'> {
  outcome: Declared | DeclarationError;
}

function readCluster(files: ClusterFiles, location: string): Read {
  const { directory } = files;
  try {
    const outcome = clusterOf(files, location);
    const { metadata, spec } = outcome.cluster;
    return { directory, cluster: metadata.name, project: spec.project, outcome };
  } catch (error) {
    if (error instanceof DeclarationError) return { directory, ...factsIn(files), outcome: error };
    throw error;
  }
}

/** Lease and reports go by the name, so of two clusters with the same one neither can be worked on. */
function told(read: Read[]): Pick<Declarations, 'declared' | 'problems'> {
  const declared: Declared[] = [];
  const problems: BrokenDeclaration[] = [];
  for (const { outcome, ...facts } of read) {
    const { cluster } = facts;
    const namesakes = read.filter((other) => other.cluster === cluster && !(other.outcome instanceof DeclarationError));
    if (outcome instanceof DeclarationError) problems.push({ ...facts, error: outcome });
    else if (namesakes.length > 1) problems.push({ ...facts, error: namesakeError(outcome) });
    else declared.push(outcome);
  }
  return { declared, problems };
}

function namesakeError({ cluster, source, locate }: Declared): DeclarationError {
  const message = `the name \`${cluster.metadata.name}\` belongs to more than one cluster: give each its own`;
  return declarationError([{ source: locate?.('metadata.name') ?? source, message }]);
}

function unclaimedWarning({ documents, problems }: ParsedFile): DeclarationProblem[] {
  const source = documents[0]?.source ?? problems[0]?.source;
  return source === undefined ? [] : [{ source, message: 'belongs to no cluster: no cluster.yaml beside it or above' }];
}

function factsIn(files: ClusterFiles): Pick<BrokenDeclaration, 'cluster' | 'project'> {
  const value = clusterDocuments(files).own?.value as
    | { metadata?: { name?: unknown } | null; spec?: { project?: unknown } | null }
    | null
    | undefined;
  return { cluster: textOrNull(value?.metadata?.name), project: textOrNull(value?.spec?.project) };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Manifests alone, for an audit against the current kubectl context where there is no cluster.yaml. */
export async function readStacks(
  location: string,
  options: LocationOptions = {},
): Promise<{ stacks: Stack[]; warnings: DeclarationProblem[] }> {
  const { files, location: root } = await readLocation(location, options);
  const { stacks, problems, warnings } = stacksOfFiles(files, root, null);
  if (problems.length > 0) throw declarationError(problems);
  if (stacks.length === 0)
    throw new DeclarationError(`no manifests in \`${location}\`: name the directory that holds them`);
  return { stacks, warnings };
}
