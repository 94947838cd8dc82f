import { readFileSync } from 'node:fs';
import test from 'ava';
import { createKubernetes } from '../../../sandbox/kubernetes/kubernetes.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';
import { type ApiServer, assets, startApiServer } from '../../real-api-server.ts';
import { type Answer, inNamespace, play } from './answers.ts';
import { scenarios } from './scenarios.ts';

/** What kube-apiserver 1.36 answered (record.ts). */
const lines = readFileSync(new URL('recorded.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const recorded = new Map<string, Answer[]>(lines.map((line) => JSON.parse(line)));
const { transport } = createKubernetes({ runtime: createVirtualClock(), controllers: false });
const sandbox = { url: 'http://sandbox', token: 'any', transport };
let real: ApiServer | undefined;

test.before('start the real API server where there is one', async (t) => {
  if (!assets) t.log('KUBEBUILDER_ASSETS is not set: the sandbox is compared with recorded answers only');
  else real = await startApiServer();
});
test.after.always('stop it', () => real?.stop());

for (const [title, steps] of Object.entries(scenarios)) {
  test.serial(`the sandbox answers as a real API server: ${title}`, async (t) => {
    const [, ...answers] = await play(sandbox, [inNamespace, ...steps]);
    const expected = recorded.get(title);
    for (const [index, answer] of answers.entries())
      t.deepEqual(answer, expected?.[index], `${steps[index]?.method} ${steps[index]?.path}`);
    t.is(answers.length, expected?.length ?? 0);
  });

  (assets ? test.serial : test.skip)(`a real API server still answers as recorded: ${title}`, async (t) => {
    if (!real) return t.fail('it did not start');
    const [, ...answers] = await play({ url: real.server, token: real.token, transport: real.transport }, [
      inNamespace,
      ...steps,
    ]);
    t.deepEqual(answers, recorded.get(title));
  });
}
