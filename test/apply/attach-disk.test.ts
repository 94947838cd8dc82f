import test from 'ava';
import { exampleDirectory } from '../../sandbox/home.ts';
import { readDeclared } from '../../shared/declared/declared.ts';
import { run } from '../../shared/loop.ts';
import { aHomeWorld } from '../a-home-world.ts';

const scope = { cluster: 'home', concern: 'nodes', mode: 'apply' } as const;

test.serial(
  'the lack of actAs, which fails late in the operation, is told as that with the line that grants it',
  async (t) => {
    const home = await aHomeWorld({ compute: { mayActAs: () => false } });
    const { outcomes } = await home.clock.drive(run(await readDeclared(exampleDirectory), scope, home.world));
    const attached = outcomes.find(({ kind }) => kind === 'attach-disk');
    t.is(attached?.state, 'failed');
    t.regex(
      attached?.because ?? '',
      /may not act as nodes@my-project\.iam\.gserviceaccount\.com.*iam\.serviceAccounts\.actAs/,
    );
    t.regex(attached?.because ?? '', /gcloud iam service-accounts add-iam-policy-binding nodes@my-project/);
    t.is(outcomes.find(({ kind }) => kind === 'mount-disk')?.state, 'blocked', 'I-08 no mount without the attachment');
    home.close();
  },
);

test.serial('D-04 an operation under way on the disk is waited for', async (t) => {
  const home = await aHomeWorld();
  const declared = await readDeclared(exampleDirectory);
  const resize = new Request(
    'https://compute.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/disks/foodata/resize',
    { method: 'POST', body: '{"sizeGb":"20"}', headers: { 'content-type': 'application/json' } },
  );
  home.cloud.compute.faults.add({ fault: { kind: 'operation stuck' }, method: 'compute.disks.resize' });
  t.is((await home.cloud.compute.handle(resize)).status, 200);
  const { outcomes } = await home.clock.drive(run(declared, scope, home.world));
  const attached = outcomes.find(({ kind }) => kind === 'attach-disk');
  t.is(attached?.state, 'waiting');
  t.regex(attached?.because ?? '', /operation .* on .*foodata is/);
  home.close();
});

test.serial(
  'P-14 a node that is replaced under its name during the mount is told as that, and waited for',
  async (t) => {
    const home = await aHomeWorld();
    const nodes = { apiVersion: 'v1', kind: 'Node' };
    const transport: typeof home.world.transport = async (url, init) => {
      const answer = await home.world.transport(url, init);
      if (init?.method !== 'POST' || !/\/jobs(?:\?|$)/.test(`${url}`)) return answer;
      for (const { metadata, status } of home.kubernetes.store.list(nodes)) {
        home.kubernetes.store.remove({ ...nodes, name: metadata.name });
        home.kubernetes.store.put({ ...nodes, metadata: { name: metadata.name }, status: status ?? {} });
      }
      return answer;
    };
    const world = { ...home.world, transport };
    const { outcomes } = await home.clock.drive(run(await readDeclared(exampleDirectory), scope, world));
    const mounted = outcomes.find(({ kind }) => kind === 'mount-disk');
    t.is(mounted?.state, 'waiting');
    t.regex(mounted?.because ?? '', /^node k8s-minion-\w+ was replaced by another of its name meanwhile/);
    home.close();
  },
);
