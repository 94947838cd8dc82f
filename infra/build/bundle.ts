import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { dynamicImports } from './dynamic-imports.ts';
import { googleClients } from './google-clients.ts';
import { kubernetesClient } from './kubernetes-client.ts';
import { largeJson } from './large-json.ts';
import { lazyRequires } from './lazy-requires.ts';
import { leanModules } from './lean-modules.ts';
import { readSources } from './names-in-use.ts';
import { oneCopy } from './one-copy.ts';
import { textBesideCode } from './text-beside-code.ts';
import { withoutSideEffects } from './without-side-effects.ts';

/** Packages that the deployed directory installs: the framework must be the very instance that serves the functions. */
export const installed = ['@google-cloud/functions-framework'];

export interface BundleOptions {
  repository: string;
  outDirectory: string;
  /** Output name -> source file. */
  entryPoints: Record<string, string>;
}

/** Bundles what starts together into one file; what is loaded on demand (Kubernetes, buckets, tokens) lies beside it. */
export async function bundle({ repository, outDirectory, entryPoints }: BundleOptions): Promise<Metafile> {
  const sources = readSources(repository);
  const lock = JSON.parse(await readFile(join(repository, 'package-lock.json'), 'utf8'));
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints,
    outdir: outDirectory,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minify: true,
    sourcemap: false,
    // By this name the framework knows a module without looking for its package.json: it starts 30 ms sooner.
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // Read by undici, which then leaves out its experimental parser.
    define: { esbuildDetection: 'true' },
    external: installed,
    // Packages written for require() find it here.
    banner: {
      js: "import{createRequire as underpinRequire}from'node:module';const require=underpinRequire(import.meta.url);",
    },
    plugins: [
      dynamicImports(sources),
      oneCopy(lock, repository),
      googleClients(sources),
      kubernetesClient(sources, repository),
      lazyRequires,
      largeJson,
      leanModules,
      withoutSideEffects,
      textBesideCode,
    ],
  });
  return metafile;
}
