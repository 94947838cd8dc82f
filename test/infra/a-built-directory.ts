import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDirectory } from '../../infra/build/build.ts';

export const repository = new URL('../..', import.meta.url).pathname;

export interface BuiltDirectory {
  path: string;
  remove(): Promise<void>;
}

/** `npm run build` into a place of its own, with the packages that the platform would install there. */
export async function aBuiltDirectory(declarations: string | null = null): Promise<BuiltDirectory> {
  const parent = await mkdtemp(join(tmpdir(), 'underpin-build-'));
  const path = join(parent, 'dist');
  await buildDirectory({ repository, outDirectory: path, declarations });
  await symlink(join(repository, 'node_modules'), join(parent, 'node_modules'));
  return { path, remove: () => rm(parent, { recursive: true }) };
}
