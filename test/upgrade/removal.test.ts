import test from 'ava';
import { exampleDirectory } from '../../sandbox/home.ts';
import { aDeployedHome, type DeployedHome } from '../a-deployed-home.ts';
import { aTerminal } from '../functions/a-terminal.ts';

const project = 'my-project';

/** In the order in which Terraform takes down what depends on what. */
const removed = [
  ['cloudscheduler', `/v1/projects/${project}/locations/us-central1/jobs/underpin-drift-audit`],
  ['pubsub', `/v1/projects/${project}/subscriptions/underpin-node-change`],
  ['logging', `/v2/projects/${project}/sinks/underpin-nodes`],
  ['pubsub', `/v1/projects/${project}/subscriptions/underpin-node-change-dead-letter`],
  ['pubsub', `/v1/projects/${project}/topics/underpin-nodes`],
  ['pubsub', `/v1/projects/${project}/topics/underpin-node-change-dead-letter`],
] as const;

async function destroy({ world, cloud, clock }: DeployedHome): Promise<void> {
  for (const [service, path] of removed) {
    const answer = await clock.drive(world.transport(`https://${service}.googleapis.com${path}`, { method: 'DELETE' }));
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  for (const name of ['node-change', 'drift-audit', 'manual-repair'])
    cloud.accounts.functions.remove(`underpin-${name}`);
}

/** A VM goes, and a night passes: which functions were called? */
async function calledInADay({ cloud, clock, world, called }: DeployedHome): Promise<string[]> {
  called.length = 0;
  const vm = cloud.compute.state.list('instances', project)[0]?.name;
  const url = `https://compute.googleapis.com/compute/v1/projects/${project}/zones/us-central1-a/instances/${vm}`;
  await clock.drive(world.transport(url, { method: 'DELETE' }));
  await clock.advance(86_400_000);
  return [...new Set(called)].sort();
}

test('once the deployment is removed nothing acts: no event and no night wakes anything, and doctor finds it gone', async (t) => {
  const [standing, gone] = await Promise.all([aDeployedHome(), aDeployedHome()]);
  t.teardown(standing.close);
  t.teardown(gone.close);
  await destroy(gone);
  t.deepEqual(await calledInADay(standing), ['underpin-drift-audit', 'underpin-node-change']);
  t.deepEqual(await calledInADay(gone), []);

  const terminal = aTerminal({ world: gone.world, drive: (work) => gone.clock.drive(work) });
  const { status, out } = await terminal.run('doctor', exampleDirectory, '-o', 'json');
  t.is(status, 1);
  const { checks } = JSON.parse(out) as { checks: { what: string; state: string; command: string | null }[] };
  const failed = checks.filter(({ state }) => state === 'failed').map(({ what, command }) => `${what}: ${command}`);
  for (const what of [
    'node-change runs',
    'drift-audit runs',
    'manual-repair runs',
    'schedule',
    'push subscription',
    'sink of my-project',
  ])
    t.true(failed.includes(`${what}: terraform apply`), `${what} in ${failed.join(', ')}`);
});
