import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';
import { type MethodsInUse, pruneDescription } from '../../shared/description.ts';
import { pruneClient, readClient } from './generated-client.ts';
import { jsonModule } from './large-json.ts';
import { makeRequiresLazy } from './lazy-requires.ts';
import { modulesImported, propertiesIn, type Sources } from './names-in-use.ts';

const require = createRequire(import.meta.url);
const clientModule = /^@google-cloud\/[\w-]+\/build\/.*_client\.js$/;

/** The clients log by what only the whole of google-gax hands on. */
const restOnlyGax =
  "module.exports = {...require('google-gax/fallback'), loggingUtils: require('google-logging-utils')};";

/**
 * Google's own clients without what nothing calls. Their description holds the methods in use (11.7 MB -> 0.2 MB for
 * Compute Engine), google-gax is its REST-only half, and the messages of IAM, locations and gRPC operations are left out.
 */
export function googleClients(sources: Sources): Plugin {
  const spoken = propertiesIn(sources);
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
        contents: makeRequiresLazy(pruneClient(readFileSync(path, 'utf8'), spoken)),
      }));
      build.onLoad({ filter: /@google-cloud.[\w-]+.build.protos.protos\.json$/ }, ({ path }) => {
        const inUse = methodsInUse(sources, packageOf(path));
        return { contents: jsonModule(pruneDescription(JSON.parse(readFileSync(path, 'utf8')), inUse)) };
      });
    },
  };
}

function packageOf(path: string): string {
  return path.replaceAll('\\', '/').replace(/^.*\/node_modules\/(@google-cloud\/[^/]+)\/.*$/, '$1');
}

/** By service: of each client that the sources import, the methods whose names they speak of. */
export function methodsInUse(sources: Sources, packageName: string): MethodsInUse {
  const spoken = propertiesIn(sources);
  const modules = modulesImported(sources, clientModule).filter((module) => module.startsWith(`${packageName}/`));
  return new Map(
    modules.map((module) => {
      const client = readClient(readFileSync(require.resolve(module), 'utf8'));
      if (!client) throw new Error(`\`${module}\` no longer reads like a generated client: adapt this to its shape`);
      return [client.service, new Set(client.methods.filter((method) => spoken.has(method)))];
    }),
  );
}
