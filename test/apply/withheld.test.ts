import test from 'ava';
import { exampleDirectory } from '../../sandbox/home.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { run } from '../../shared/loop.ts';
import { aHomeWorld } from '../a-home-world.ts';

const scope = { cluster: 'home', concern: 'nodes', mode: 'apply' } as const;

test.serial(
  'I-08, I-20 without the Lease a disk is not detached, and nothing that comes after it is tried',
  async (t) => {
    const home = await aHomeWorld();
    const declared = await readDeclared(exampleDirectory);
    await home.clock.drive(run(declared, scope, home.world));
    const { state, calls } = home.cloud.compute;
    const holder = state
      .list('instances', 'my-project')
      .find(({ disks }) => disks?.some(({ source }) => source.endsWith('/foodata')));
    state.setStatus(`projects/my-project/zones/us-central1-a/instances/${holder?.name}`, 'TERMINATED');
    const renewTime = new Date(home.clock.now()).toISOString().replace('Z', '000Z');
    home.kubernetes.store.put({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'home', namespace: 'underpin' },
      spec: { holderIdentity: 'somebody', leaseDurationSeconds: 3600, leaseTransitions: 7, renewTime },
    });
    calls.length = 0;
    const { outcomes } = await home.clock.drive(run(declared, scope, home.world));
    const said = (kind: string) => outcomes.find((one) => one.kind === kind && one.target.startsWith('Disk/'));
    t.regex(said('detach-disk')?.because ?? '', /held by `somebody`/);
    t.is(said('attach-disk')?.because, 'an earlier step for it is not done');
    t.deepEqual(
      calls.filter(({ method }) => /\.(at|de)tachDisk$/.test(method)),
      [],
    );
    home.close();
  },
);
