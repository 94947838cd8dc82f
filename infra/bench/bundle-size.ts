import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDirectory } from '../build/build.ts';
import { type Bench, judge } from './measurement.ts';

const repository = new URL('../..', import.meta.url).pathname;

export const bundleSize: Bench = {
  rows: ['bundle-mb'],
  async measure() {
    const outDirectory = await mkdtemp(join(tmpdir(), 'underpin-bundle-'));
    try {
      await buildDirectory({ repository, outDirectory, declarations: null });
      return [
        judge({
          row: 'bundle-mb',
          value: (await bytesIn(outDirectory)) / 1e6,
          goal: ['at most', 3, 'MB'],
          against: 'the packages as they come: @google-cloud/compute alone brings 11.7 MB of descriptions',
          how: 'all JavaScript of the deployed directory, which serves all three functions',
        }),
      ];
    } finally {
      await rm(outDirectory, { recursive: true });
    }
  },
};

async function bytesIn(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.mjs'));
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
