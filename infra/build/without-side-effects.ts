import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const packages = /^(@kubernetes\/client-node|@google-cloud\/storage)$/;
const inside = /node_modules.(@kubernetes.client-node.dist|@google-cloud.storage.build.esm)./;

/**
 * Files of these packages that nobody takes anything from are left out, though their authors do not promise that loading
 * them does nothing: the one that does something mends Node 18.
 */
export const withoutSideEffects: Plugin = {
  name: 'without-side-effects',
  setup(build) {
    build.onResolve({ filter: packages }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === 'dynamic-import' || pluginData === 'resolved') return undefined;
      const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'resolved' });
      return { path: found.path, sideEffects: false };
    });
    build.onResolve({ filter: /^\..*\.js$/ }, ({ importer, path }) =>
      inside.test(importer) ? { path: join(dirname(importer), path), sideEffects: false } : undefined,
    );
  },
};
