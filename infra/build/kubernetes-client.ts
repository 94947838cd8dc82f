import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { propertiesIn, type Sources, wordsBeside } from './names-in-use.ts';
import { keepMembers, keepModels, modelsNamedIn, reachableModels } from './prune-classes.ts';

const packageName = '@kubernetes/client-node';

/**
 * The Kubernetes client without what nothing calls: of its generated classes (every API in every version) the methods
 * in use remain, of its models those that these methods lead to, of the package what the sources name.
 */
export function kubernetesClient(sources: Sources, repository: string): Plugin {
  const generated = join(repository, 'node_modules', packageName, 'dist/gen');
  return {
    name: 'kubernetes-client',
    setup(build) {
      const methods = propertiesIn(sources);
      const models = modelsInUse(generated, { words: wordsBeside(sources, packageName), methods });

      build.onLoad({ filter: /client-node.dist.gen.(apis.\w+Api|types.\w+API)\.js$/ }, ({ path }) => ({
        contents: keepMembers(readFileSync(path, 'utf8'), methods),
      }));
      build.onLoad({ filter: /client-node.dist.gen.models.ObjectSerializer\.js$/ }, ({ path }) => ({
        contents: keepModels(readFileSync(path, 'utf8'), models),
      }));
    },
  };
}

interface InUse {
  words: ReadonlySet<string>;
  methods: ReadonlySet<string>;
}

/** Starts from the APIs that the sources name: `CoreV1Api`. */
function modelsInUse(generated: string, { words, methods }: InUse): Set<string> {
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
  const classes = [...words].filter((word) => word.endsWith('Api'));
  const codes = classes.map((name) => read(join(generated, 'apis', `${name}.js`)) ?? '');
  const roots = codes.flatMap((code) => modelsNamedIn(keepMembers(code, methods)));
  return reachableModels(roots, (name) => read(join(generated, 'models', `${name}.js`)));
}
