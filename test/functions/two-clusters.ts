import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleDirectory } from '../../sandbox/home.ts';

/** The example's cluster, and beside it one whose declaration nobody can read. */
export async function twoClusters(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'underpin-clusters-'));
  await cp(exampleDirectory, join(root, 'home'), { recursive: true });
  await mkdir(join(root, 'other'));
  await writeFile(
    join(root, 'other', 'cluster.yaml'),
    'apiVersion: underpin.dev/v1\nkind: Cluster\nmetadata: {name: other}\nspec: {projekt: x}\n',
  );
  return root;
}
