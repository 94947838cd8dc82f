import test from 'ava';
import { faultNumbered } from '../../sandbox/compute/faults/catalogue.ts';
import { exampleDirectory } from '../../sandbox/home.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { run } from '../../shared/loop.ts';
import type { Declared } from '../../shared/model/declared.ts';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';

const scope = { cluster: 'home', concern: 'nodes', mode: 'plan' } as const;
const source = 'https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/disks/foodata';

/** What is told of the disk when its group says so of its first VM; that group may be undeclared, the nodes being chosen by tag. */
async function toldWith(preserved: object, change: (home: HomeWorld, declared: Declared) => void = () => undefined) {
  const home = await aHomeWorld();
  const declared = await readDeclared(exampleDirectory);
  change(home, declared);
  const transport: typeof home.world.transport = async (url, init) => {
    const answer = await home.world.transport(url, init);
    if (!`${url}`.includes('/listManagedInstances')) return answer;
    const { managedInstances, ...rest } = (await answer.json()) as { managedInstances: object[] };
    const [first, ...others] = managedInstances;
    return Response.json({ ...rest, managedInstances: [{ ...first, ...preserved }, ...others] });
  };
  const world = { ...home.world, transport };
  const { plan } = await home.clock.drive(run(declared, scope, world));
  home.close();
  return plan.findings.filter(({ subject }) => subject === 'Disk/us-central1-a/foodata').map(({ rule }) => rule);
}

for (const origin of ['preservedStateFromConfig', 'preservedStateFromPolicy'])
  test(`D-12 a disk that a managed group keeps for a VM is seen in ${origin}`, async (t) => {
    t.deepEqual(
      await toldWith({ [origin]: { disks: { data: { source, mode: 'READ_WRITE', autoDelete: 'NEVER' } } } }),
      ['D-12'],
    );
  });

test('what else a managed group keeps is no disk of ours', async (t) => {
  const other = { source: source.replace(/foodata$/, 'other'), mode: 'READ_WRITE' };
  const preserved = { disks: { foodata: other, nameless: {} }, metadata: { role: 'db' } };
  t.deepEqual(await toldWith({ preservedStateFromConfig: preserved }), ['D-02', 'D-15']);
});

const kept = { preservedStateFromConfig: { disks: { data: { source } } } };
const chosenByTag = ({ cluster }: Declared) => {
  cluster.spec.nodeGroups = cluster.spec.nodeGroups.map(({ name }) => ({ name, tag: 'k8s-home-node' }));
};
const attach = ({ cloud: { compute } }: HomeWorld) => {
  const [vm] = compute.state.list('instances', 'my-project').filter(({ zone }) => zone?.endsWith('/us-central1-a'));
  const path = `projects/my-project/zones/us-central1-a/instances/${vm?.name}`;
  compute.state.edit('instances', path, ({ disks = [], ...one }) => {
    const [boot] = disks;
    return { ...one, disks: [...disks, ...(boot ? [{ ...boot, boot: false, source, deviceName: 'data' }] : [])] };
  });
};

test('D-12 so is one that a group keeps which is not declared, when its VM has the disk', async (t) => {
  t.deepEqual(
    await toldWith(kept, (home, declared) => {
      chosenByTag(declared);
      attach(home);
    }),
    ['D-12', 'D-15'],
  );
});

test('D-12 and when nobody has the disk, as the group makes its VM anew', async (t) => {
  const whenStateful = (location: string) =>
    toldWith(kept, ({ cloud: { compute } }, declared) => {
      chosenByTag(declared);
      for (const { name, zone } of compute.state.list('instanceGroupManagers', 'my-project')) {
        if (!zone?.endsWith(`/${location}`)) continue;
        const path = `projects/my-project/zones/${location}/instanceGroupManagers/${name}`;
        const statefulPolicy = { preservedState: { disks: { data: { autoDelete: 'NEVER' } } } };
        compute.state.edit('instanceGroupManagers', path, (one) => ({ ...one, statefulPolicy }));
      }
    });
  t.deepEqual(await whenStateful('us-central1-a'), ['D-12']);
  t.deepEqual(await whenStateful('us-central1-b'), ['D-02', 'D-15'], 'a group that does not reach it is not asked');
});

const burst = 'projects/my-project/zones/us-central1-b/instanceGroupManagers/k8s-burst-group';

/** What is known of the members of the group, and what is missing. */
async function burstOf(home: HomeWorld) {
  const declared = await readDeclared(exampleDirectory);
  const { live } = await home.clock.drive(run(declared, scope, home.world));
  home.close();
  const group = live.managedGroups.find(({ reference }) => reference.name === 'k8s-burst-group');
  return { members: group?.members, gaps: live.gaps.map(({ area, part, why }) => `${area} ${part}: ${why}`) };
}

test('P-07, F-13 a group that is to have VMs, and whose members got lost on the way, is not an empty one', async (t) => {
  const home = await aHomeWorld();
  const method = 'compute.instanceGroupManagers.listManagedInstances';
  const when = ({ resource }: { resource: string }) => resource === burst;
  home.cloud.compute.faults.add({ ...faultNumbered('F-13'), method, when });
  t.deepEqual(await burstOf(home), {
    members: null,
    gaps: ['managedGroups k8s-burst-group: `k8s-burst-group` is to have 2 VMs, and the answer names none of them'],
  });
});

test('a group that is to have no VM is an empty one', async (t) => {
  const home = await aHomeWorld();
  const init = { method: 'POST', headers: { authorization: 'Bearer a-person' } };
  await home.clock.drive(
    home.world.transport(`https://compute.googleapis.com/compute/v1/${burst}/resize?size=0`, init),
  );
  await home.clock.advance(300_000);
  t.deepEqual(await burstOf(home), { members: [], gaps: [] });
});
