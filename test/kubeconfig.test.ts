import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as library from '@kubernetes/client-node';
import test from 'ava';
import { readKubeconfig } from '../shared/kubeconfig.ts';
import { currentContext } from '../shared/kubernetes-access.ts';
import { kubeconfigText } from './kubeconfig-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'underpin-kubeconfig-'));

function aFile(name: string, text: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...text }));
  return file;
}

const of = (server: string) => JSON.parse(kubeconfigText({ server, token: 'secret', certificateAuthority: 'ca' }));
const one = aFile('one', { ...of('https://one'), 'current-context': '' });
const two = aFile('two', {
  ...of('https://two'),
  contexts: [{ name: 'other', context: { cluster: 'test', user: '' } }],
});
const list = (...files: string[]) => files.join(delimiter);

test('several files are read as kubectl does: what two of them have is taken from the first', async (t) => {
  const files = list(join(folder, 'missing'), one, two);
  const config = readKubeconfig(files, library);
  t.is(config.getCluster('test')?.server, 'https://one');
  t.deepEqual(
    config.getContexts().map(({ name }) => name),
    ['test', 'other'],
  );
  t.is(await currentContext(files), 'test');
});

test('where none is there, that is told with their names', async (t) => {
  const files = list(join(folder, 'missing'), join(folder, 'gone'));
  const { message } = (await t.throwsAsync(currentContext(files))) ?? {};
  t.true(message?.startsWith(`no kubeconfig at \`${files}\``));
});
