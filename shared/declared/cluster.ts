import { DeclarationError } from '../errors.ts';
import { clusterSchema } from '../model/cluster.ts';
import type { DeclarationProblem, Declared } from '../model/declared.ts';
import { checkCluster } from './check-cluster.ts';
import { checkDisks } from './check-disks.ts';
import { checkExposures } from './check-exposures.ts';
import { type Checked, checkService } from './check-services.ts';
import { locationOf } from './file-source.ts';
import { declarationError } from './problems.ts';
import { stacksOfFiles } from './stack-files.ts';
import { readStrict } from './strict.ts';
import { type ClusterFiles, clusterDocuments, isOfAnotherTool } from './worlds.ts';
import type { ParsedDocument } from './yaml.ts';

/** One declared world, complete and consistent; or DeclarationError with all that is wrong in it. */
export function clusterOf(world: ClusterFiles, location: string): Declared {
  const ownProblems = world.clusterFiles.flatMap(({ parsed }) => parsed.problems);
  const { own: document, surplus } = clusterDocuments(world);
  if (document === undefined && ownProblems.length === 0) throw emptyDeclaration(world, location);
  const cluster = document === undefined ? null : readStrict(clusterSchema, document);
  const stacks = stacksOfFiles(files(world), locationOf({ location }, world.directory), 'default');
  const problems = [...ownProblems, ...surplus.map(tooMany), ...(cluster?.problems ?? []), ...stacks.problems];
  if (document === undefined || cluster?.value == null) throw declarationError(problems);
  const declared: Declared = {
    cluster: cluster.value,
    source: document.source,
    locate: document.locate,
    stacks: stacks.stacks,
    warnings: [...world.clusterFiles.flatMap(({ parsed }) => parsed.warnings), ...stacks.warnings],
  };
  return checked(declared, document, problems);
}

function checked(declared: Declared, { locate }: ParsedDocument, found: readonly DeclarationProblem[]): Declared {
  const { cluster, stacks, source } = declared;
  const services = stacks.flatMap(({ manifests }) => manifests.map(checkService));
  const problems = [
    ...found,
    ...checkCluster(cluster, locate),
    ...checkDisks(cluster, stacks, source),
    ...services.flatMap((service: Checked) => service.problems),
    ...checkExposures(declared),
  ];
  if (problems.length > 0) throw declarationError(problems);
  const warnings = [...declared.warnings, ...services.flatMap((service) => service.warnings)];
  return { ...declared, warnings };
}

/** Paths from the cluster's own directory on, which is the root of its declaration. */
function files({ directory, files: all }: ClusterFiles) {
  const skipped = directory === '' ? 0 : directory.length + 1;
  return all.map((file) => ({ ...file, path: file.path.slice(skipped) }));
}

function emptyDeclaration({ clusterFiles }: ClusterFiles, location: string): DeclarationError {
  const file = locationOf({ location }, clusterFiles[0]?.path ?? 'cluster.yaml');
  return new DeclarationError(`${file}:1:1: empty: declare the cluster in it, as docs/declarations.md shows`);
}

function tooMany({ source, value }: ParsedDocument): DeclarationProblem {
  if (isOfAnotherTool(value)) {
    return { source, message: 'a manifest in the declaration of the cluster: put it into a file of its own' };
  }
  return { source, message: 'a second declaration of the cluster: one cluster.yaml with one document describes it' };
}
