import { existsSync } from 'node:fs';
import { DeclarationError, RefusedError } from '../../shared/errors.ts';
import type { Declared } from '../../shared/model/declared.ts';

/** Where no directory is named: the current one, or `containers` in it. */
export function locationOf(directory: string | undefined): string {
  if (directory !== undefined) return directory;
  return !existsSync('cluster.yaml') && existsSync('containers/cluster.yaml') ? 'containers' : '.';
}

/** The one cluster that is meant. Throws with what is wrong, or with the names to choose from. */
export async function readOneCluster(directory: string | undefined, cluster?: string): Promise<Declared> {
  const { readDeclarations } = await import('../../shared/declared/declared.ts');
  const location = locationOf(directory);
  const { declared, problems } = await readDeclarations(location);
  const meant = declared.filter(({ cluster: { metadata } }) => cluster === undefined || metadata.name === cluster);
  const broken = problems.find((one) => cluster === undefined || one.cluster === cluster);
  const [one, ...more] = meant;
  if (one && more.length === 0 && (cluster !== undefined || !broken)) return one;
  if (broken) throw broken.error;
  const names = declared.map(({ cluster: { metadata } }) => metadata.name).join(', ');
  if (cluster !== undefined)
    throw new RefusedError(`no cluster \`${cluster}\` in \`${location}\`; there are: ${names}`);
  throw new DeclarationError(`\`${location}\` declares several clusters: name one with --cluster (${names})`);
}
