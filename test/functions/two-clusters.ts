import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleDirectory } from '../../sandbox/home.ts';

/** The example's cluster, and beside it one whose declaration is broken. */
export function twoClusters(spec = 'projekt: x'): Promise<string> {
  return besideHome(`apiVersion: underpin.dev/v1\nkind: Cluster\nmetadata: {name: other}\nspec: {${spec}}\n`);
}

/** The example's cluster, and before it `away`, which is the same but for how one gets to its Kubernetes. */
export async function homeAndAway(access: string): Promise<string> {
  const text = await readFile(join(exampleDirectory, 'cluster.yaml'), 'utf8');
  return besideHome(text.replace(/^ {2}name: home$/m, '  name: away').replace(/gke: .*$/m, access));
}

async function besideHome(cluster: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'underpin-clusters-'));
  await cp(exampleDirectory, join(root, 'home'), { recursive: true });
  await mkdir(join(root, 'before-home'));
  await writeFile(join(root, 'before-home', 'cluster.yaml'), cluster);
  return root;
}
