import { spawnSync } from 'node:child_process';
import test from 'ava';
import { assets, startApiServer } from '../real-api-server.ts';
import { hasKubectl } from './kubectl-reading.ts';

const root = 'examples/containers';
const directories = ['web/frontend', 'web/ghost', 'minecraft'];
const files = directories.flatMap((directory) =>
  ['controller.yaml', 'service.yaml'].map((file) => `${root}/${directory}/${file}`),
);

const testOnServer = assets && hasKubectl() ? test : test.skip;

testOnServer('a real API server accepts the example (skipped without KUBEBUILDER_ASSETS and kubectl)', async (t) => {
  t.timeout(120_000);
  const api = await startApiServer();
  t.teardown(() => api.stop());
  for (const mode of ['client', 'server']) {
    const command = ['apply', `--dry-run=${mode}`, ...files.flatMap((file) => ['-f', file])];
    const { stdout, stderr } = spawnSync('kubectl', ['--kubeconfig', api.kubeconfigPath, ...command], {
      encoding: 'utf8',
    });
    t.deepEqual([stderr, stdout.trim().split('\n').length], ['', files.length + 1]);
  }
});
