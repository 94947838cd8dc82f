import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';
import { type MethodsInUse, pruneDescription } from '../../shared/description.ts';
import { descriptionModule } from './description-module.ts';
import { methodsOf, pruneClient, readClient } from './generated-client.ts';
import { makeRequiresLazy } from './lazy-requires.ts';
import { namesInUse } from './methods-in-use.ts';
import { modulesImported, type Sources } from './names-in-use.ts';

const require = createRequire(import.meta.url);
const clientModule = /^@google-cloud\/[\w-]+\/build\/.*_client\.js$/;

/**
 * In place of google-gax: nothing is copied, as a copy would load every part; and the clients' own log of all requests and
 * answers, which an environment variable switches on, is left out.
 */
const restOnlyGax = `module.exports = Object.create(require('google-gax/fallback'), {
  loggingUtils: { value: { log: () => ({ info() {}, warn() {} }) } },
});`;

/**
 * Google's own clients without what nothing calls. Their description holds the methods in use (11.7 MB -> 0.2 MB for
 * Compute Engine), google-gax is its REST-only half, and the messages of IAM, locations and gRPC operations are left out.
 */
export function googleClients(sources: Sources): Plugin {
  const names = namesInUse(sources);
  return {
    name: 'google-clients',
    setup(build) {
      build.onResolve({ filter: /^google-gax$/ }, ({ path }) => ({ path, namespace: 'rest-only' }));
      build.onLoad({ filter: /./, namespace: 'rest-only' }, () => ({
        contents: restOnlyGax,
        resolveDir: import.meta.dirname,
      }));
      // Asked only by clients that bring no credentials of their own, as google-client.ts does for each.
      build.onResolve({ filter: /^google-auth-library$/ }, ({ importer, path }) =>
        /google-gax/.test(importer) ? { path, namespace: 'unused' } : undefined,
      );
      build.onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
      build.onLoad({ filter: /google-gax.build.protos.(iam_service|locations|operations)\.js$/ }, () => ({
        contents: 'module.exports = {};',
      }));

      build.onLoad({ filter: /@google-cloud.[\w-]+.build.*_client\.js$/ }, ({ path }) => ({
        contents: makeRequiresLazy(pruneClient(readFileSync(path, 'utf8'), names)),
      }));
      build.onLoad({ filter: /@google-cloud.[\w-]+.build.protos.protos\.json$/ }, ({ path }) => {
        const inUse = methodsInUse(sources, packageOf(path));
        return { contents: descriptionModule(pruneDescription(JSON.parse(readFileSync(path, 'utf8')), inUse)) };
      });
    },
  };
}

function packageOf(path: string): string {
  return path.replaceAll('\\', '/').replace(/^.*\/node_modules\/(@google-cloud\/[^/]+)\/.*$/, '$1');
}

/** By service: of each client that the sources import, the methods in use. */
export function methodsInUse(sources: Sources, packageName: string): MethodsInUse {
  const names = namesInUse(sources);
  const modules = modulesImported(sources, clientModule).filter((module) => module.startsWith(`${packageName}/`));
  return new Map(
    modules.map((module) => {
      const client = readClient(readFileSync(require.resolve(module), 'utf8'));
      if (!client) throw new Error(`\`${module}\` no longer reads like a generated client: adapt this to its shape`);
      return [client.service, methodsOf(client, names)];
    }),
  );
}
