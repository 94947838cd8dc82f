import { rm } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';
import { aNodeOf, anEntry, dropMember, isComplete, post, push } from './a-push.ts';
import { homeAndAway, twoClusters } from './two-clusters.ts';

/** A home whose pool lacks a member, declared in this directory with another cluster. */
async function aBrokenHome(t: ExecutionContext, declarations: string, waitSeconds = '0'): Promise<HomeWorld> {
  const environment = { UNDERPIN_DECLARATIONS: declarations, UNDERPIN_WAIT_SECONDS: waitSeconds };
  const home = await aHomeWorld({ environment });
  dropMember(home);
  t.teardown(async () => {
    home.close();
    await rm(declarations, { recursive: true });
  });
  return home;
}

const away = 'gke: {location: us-central1-a, name: away}';

test.serial('a cluster whose API server is down holds up no other, and has the event come again', async (t) => {
  const home = await aBrokenHome(t, await homeAndAway('server: "https://127.0.0.1:1"'), '1');
  t.is(await post(home, push(anEntry())), 500);
  t.true(isComplete(home));
});

test.serial('an event is answered when the last of its clusters is, however soon another has failed', async (t) => {
  const home = await aBrokenHome(t, await homeAndAway(away));
  t.is(await post(home, push(anEntry())), 500);
  t.true(isComplete(home));
});

test.serial('an event of one GKE cluster is no business of another in its place, which may be gone', async (t) => {
  const home = await aBrokenHome(t, await homeAndAway(away));
  t.is(await post(home, push(aNodeOf('home'))), 204);
  t.true(isComplete(home));
});

for (const [title, spec] of [
  ['nobody knows the project', 'projekt: x'],
  ['the project is the same', 'project: my-project'],
] as const)
  test.serial(
    `I-17 an event is answered for one cluster and comes again for the broken one, where ${title}`,
    async (t) => {
      const home = await aBrokenHome(t, await twoClusters(spec));
      t.is(await post(home, push(anEntry())), 500);
      t.true(isComplete(home));
    },
  );

test.serial('I-17 a broken declaration of another project has no event of this one come again', async (t) => {
  const home = await aBrokenHome(t, await twoClusters('project: another-project'));
  t.is(await post(home, push(anEntry())), 204);
  t.true(isComplete(home));
});

test.serial('I-17 an event of a GKE cluster that is declared is no business of the broken one', async (t) => {
  const home = await aBrokenHome(t, await twoClusters());
  t.is(await post(home, push(aNodeOf('home'))), 204);
  t.true(isComplete(home));
});

test.serial(
  'I-17 what is no event of the cluster beside it may be one of the broken one, and comes again',
  async (t) => {
    const home = await aBrokenHome(t, await twoClusters());
    t.is(await post(home, push(aNodeOf('other'))), 500);
    t.deepEqual(home.cloud.compute.calls, []);
  },
);
