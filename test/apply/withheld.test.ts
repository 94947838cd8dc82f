import test from 'ava';
import { exampleDirectory } from '../../sandbox/home.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { run } from '../../shared/loop.ts';
import type { World } from '../../shared/world.ts';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';

const scope = { cluster: 'home', concern: 'nodes', mode: 'apply' } as const;
const declared = await readDeclared(exampleDirectory);

/** The VM that has the disk is switched off. */
function endHolder({ cloud: { compute } }: HomeWorld): void {
  const holder = compute.state
    .list('instances', 'my-project')
    .find(({ disks }) => disks?.some(({ source }) => source.endsWith('/foodata')));
  compute.state.setStatus(`projects/my-project/zones/us-central1-a/instances/${holder?.name}`, 'TERMINATED');
}

test.serial(
  'I-08, I-20 without the Lease a disk is not detached, and nothing that comes after it is tried',
  async (t) => {
    const home = await aHomeWorld();
    await home.clock.drive(run(declared, scope, home.world));
    endHolder(home);
    const { calls } = home.cloud.compute;
    const renewTime = new Date(home.clock.now()).toISOString().replace('Z', '000Z');
    home.kubernetes.store.put({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'home', namespace: 'underpin' },
      spec: { holderIdentity: 'somebody', leaseDurationSeconds: 3600, leaseTransitions: 7, renewTime },
    });
    calls.length = 0;
    home.lines.length = 0;
    const { outcomes } = await home.clock.drive(run(declared, scope, home.world));
    const said = (kind: string) => outcomes.find((one) => one.kind === kind && one.target.startsWith('Disk/'));
    const told = home.lines.filter(({ message }) => message === 'outcome').map(({ kind, state }) => `${state} ${kind}`);
    t.true(told.includes('blocked detach-disk'), told.join());
    t.regex(said('detach-disk')?.because ?? '', /held by `somebody`/);
    t.is(said('attach-disk')?.because, 'an earlier step for it is not done');
    t.deepEqual(
      calls.filter(({ method }) => /\.(at|de)tachDisk$/.test(method)),
      [],
    );
    home.close();
  },
);

test.serial(
  'I-19 a step whose turn comes when the plan is older than 5 minutes is left to the next plan',
  async (t) => {
    const home = await aHomeWorld();
    await home.clock.drive(run(declared, scope, home.world));
    endHolder(home);
    const slow: World = {
      ...home.world,
      transport: async (url, init) => {
        if (url.includes('/detachDisk')) await home.clock.sleep(6 * 60_000);
        return home.world.transport(url, init);
      },
    };
    const { outcomes } = await home.clock.drive(run(declared, scope, slow));
    const said = (kind: string) => outcomes.find((one) => one.kind === kind && one.target.startsWith('Disk/'));
    t.is(said('detach-disk')?.state, 'done');
    t.is(said('attach-disk')?.state, 'blocked');
    t.regex(said('attach-disk')?.because ?? '', /older than 5 minutes/);
    const { outcomes: later } = await home.clock.drive(run(declared, scope, home.world));
    t.is(later.find(({ kind }) => kind === 'attach-disk')?.state, 'done');
    home.close();
  },
);
