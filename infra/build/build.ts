import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle, installed } from './bundle.ts';
import { deployedPackage } from './deployed-package.ts';

export interface BuildOptions {
  repository: string;
  outDirectory: string;
  /** Declared stacks to deploy with the functions, where no bucket holds them. */
  declarations: string | null;
}

/** Makes the directory to deploy, anew: the same sources and packages give the same bytes. */
export async function buildDirectory({ repository, outDirectory, declarations }: BuildOptions): Promise<void> {
  await rm(outDirectory, { recursive: true, force: true });
  await mkdir(outDirectory, { recursive: true });
  await bundle({ repository, outDirectory, entryPoints: { index: 'functions/index.ts' } });

  const { version } = await readJson(join(repository, 'package.json'));
  const { manifest, lock } = deployedPackage(version, installed, await readJson(join(repository, 'package-lock.json')));
  await writeFile(join(outDirectory, 'package.json'), jsonText(manifest));
  await writeFile(join(outDirectory, 'package-lock.json'), jsonText(lock));
  if (declarations !== null) await cp(declarations, join(outDirectory, 'containers'), { recursive: true });
  await writeFile(join(outDirectory, '.gcloudignore'), ignoreAllBut(await readdir(outDirectory)));
}

/** Explicit, because gcloud would otherwise read a .gitignore, and upload whatever else comes to lie here. */
function ignoreAllBut(entries: readonly string[]): string {
  return ['/*', ...entries.toSorted().map((entry) => `!/${entry}`), ''].join('\n');
}

async function readJson(path: string) {
  return JSON.parse(await readFile(path, 'utf8'));
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
