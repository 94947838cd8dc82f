import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { modulesImported, propertiesIn, type Sources } from './names-in-use.ts';
import { lowerCamel, type MethodsInUse, pruneDescription } from './prune-description.ts';

const require = createRequire(import.meta.url);
const clientModule = /^@google-cloud\/[\w-]+\/build\/.*_client\.js$/;

/** The clients log by what only the whole of google-gax hands on. */
const restOnlyGax =
  "module.exports = {...require('google-gax/fallback'), loggingUtils: require('google-logging-utils')};";

/**
 * Google's own clients without what nothing calls: their description holds the methods in use (11.7 MB -> 0.1 MB for
 * Compute Engine), google-gax is its REST-only half, and the messages of IAM, locations and gRPC operations are left out.
 */
export function googleClients(sources: Sources): Plugin {
  return {
    name: 'google-clients',
    setup(build) {
      build.onResolve({ filter: /^google-gax$/ }, ({ path }) => ({ path, namespace: 'rest-only' }));
      build.onLoad({ filter: /./, namespace: 'rest-only' }, () => ({
        contents: restOnlyGax,
        resolveDir: import.meta.dirname,
      }));
      build.onLoad({ filter: /google-gax.build.protos.(iam_service|locations|operations)\.js$/ }, () => ({
        contents: 'module.exports = {};',
      }));
      build.onLoad({ filter: /@google-cloud.[\w-]+.build.protos.protos\.json$/ }, ({ path }) => {
        const inUse = methodsInUse(sources, packageOf(path));
        return {
          contents: JSON.stringify(pruneDescription(JSON.parse(readFileSync(path, 'utf8')), inUse)),
          loader: 'json',
        };
      });
    },
  };
}

function packageOf(path: string): string {
  return path
    .split(sep)
    .join('/')
    .replace(/^.*\/node_modules\/(@google-cloud\/[^/]+)\/.*$/, '$1');
}

/** By service: of each client that the sources import, the methods whose names they speak of. */
export function methodsInUse(sources: Sources, packageName: string): MethodsInUse {
  const spoken = propertiesIn(sources);
  const modules = modulesImported(sources, clientModule).filter((module) => module.startsWith(`${packageName}/`));
  return new Map(
    modules.map((module) => {
      const { service, methods } = readClient(readFileSync(require.resolve(module), 'utf8'), module);
      return [service, new Set(methods.filter((method) => spoken.has(method)))];
    }),
  );
}

/** A generated client names its service and lists its methods, once each. */
function readClient(code: string, module: string): { service: string; methods: string[] } {
  const service = /lookupService\('([\w.]+)'\)/.exec(code)?.[1];
  const list = /StubMethods = \[([^\]]*)\]/.exec(code)?.[1];
  if (!service || !list)
    throw new Error(`\`${module}\` no longer reads like a generated client: adapt this to its shape`);
  return { service, methods: [...list.matchAll(/'(\w+)'/g)].map(([, name]) => lowerCamel(name ?? '')) };
}
