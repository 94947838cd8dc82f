import test from 'ava';
import { faultNumbered } from '../sandbox/compute/faults/catalogue.ts';
import { diskSource, exampleDirectory } from '../sandbox/home.ts';
import { contentOf } from '../sandbox/kubernetes/simulated/disk-content.ts';
import { readDeclared } from '../shared/declared/declared.ts';
import { DeclarationError, RetryLaterError } from '../shared/errors.ts';
import type { Declared } from '../shared/model/declared.ts';
import { keepPasses } from '../shared/passes.ts';
import type { World } from '../shared/world.ts';
import { aHomeWorld, type HomeWorld } from './a-home-world.ts';

const poolPath = 'projects/my-project/regions/us-central1/targetPools/nodes';
const declared = await readDeclared(exampleDirectory);
/** Another cluster by its name, and, where it is to wait for it, by a Kubernetes that is not there yet. */
const away = {
  ...declared,
  cluster: { ...declared.cluster, metadata: { ...declared.cluster.metadata, name: 'away' } },
};
const gke = { location: 'us-central1-a', name: 'away' };
const awayUnready = { ...away, cluster: { ...away.cluster, spec: { ...away.cluster.spec, kubernetes: { gke } } } };

function declaring(home: HomeWorld, ...all: Declared[]): World {
  return { ...home.world, declarations: async () => ({ declared: all, problems: [], warnings: [] }) };
}

async function answer(home: HomeWorld, publishedAt: string | null = null): Promise<void> {
  await home.clock.drive(keepPasses(home.world).answer('home', publishedAt));
}

function members(home: HomeWorld): string[] {
  const urls = home.cloud.compute.state.read('targetPools', poolPath)?.instances ?? [];
  return urls.map((url) => url.slice(url.lastIndexOf('/') + 1)).sort();
}

function vmNames(home: HomeWorld): string[] {
  return home.cloud.compute.state
    .list('instances', 'my-project')
    .map(({ name }) => name)
    .sort();
}

function writes(home: HomeWorld): string[] {
  return home.cloud.compute.calls
    .filter(({ mutating }) => mutating)
    .map(({ method }) => method.replace('compute.', ''));
}

function dropMember(home: HomeWorld): void {
  home.cloud.compute.state.edit('targetPools', poolPath, (pool) => ({
    ...pool,
    instances: (pool.instances ?? []).slice(1),
  }));
}

/** Everything the first pass has to do is done and no news any more; what follows is told apart from it. */
async function aSettledHome(options: Parameters<typeof aHomeWorld>[0] = {}): Promise<HomeWorld> {
  const home = await aHomeWorld(options);
  await answer(home);
  await home.clock.advance(400_000);
  home.cloud.compute.calls.length = 0;
  home.kubernetes.calls.length = 0;
  return home;
}

test.serial('an idle pass changes nothing and makes at most 8 reads', async (t) => {
  const home = await aSettledHome();
  await answer(home);
  t.deepEqual(writes(home), []);
  const own = home.kubernetes.calls.filter(({ user }) => user === 'sandbox-admin');
  t.deepEqual(
    own.filter(({ mutating }) => mutating),
    [],
  );
  t.true(home.cloud.compute.calls.length + own.length <= 8, `${home.cloud.compute.calls.length} + ${own.length}`);
  home.close();
});

test.serial('before any look no event is answered, whatever its time (P-15)', async (t) => {
  const home = await aHomeWorld();
  dropMember(home);
  await answer(home, '0001-01-01T00:00:00Z');
  t.true(writes(home).includes('targetPools.addInstance'));
  home.close();
});

for (const staleMembers of ['keep', 'vanish'] as const) {
  test.serial(
    `P-13 a VM replaced under its own name is repaired, in a world where stale members ${staleMembers}`,
    async (t) => {
      const home = await aSettledHome({ compute: { staleMembers } });
      const name = members(home)[4] ?? '';
      const path = `projects/my-project/zones/us-central1-a/instances/${name}`;
      home.cloud.compute.state.replaceInstance(path);
      await home.clock.advance(60_000);
      await answer(home);
      t.deepEqual(members(home), vmNames(home));
      home.close();
    },
  );
}

test.serial('a member removed by hand is back after one pass, and read back by a list (I-14)', async (t) => {
  const home = await aSettledHome();
  dropMember(home);
  await answer(home);
  t.deepEqual(members(home), vmNames(home));
  t.deepEqual(writes(home), ['targetPools.addInstance']);
  const methods = home.cloud.compute.calls.map(({ method }) => method);
  t.true(methods.lastIndexOf('compute.targetPools.list') > methods.indexOf('compute.targetPools.addInstance'));
  home.close();
});

test.serial('P-15 an event published before the last pass began is acknowledged without another', async (t) => {
  const home = await aSettledHome();
  const passes = keepPasses(home.world);
  await home.clock.advance(10_000);
  const before = new Date(home.clock.now() - 5000).toISOString();
  await home.clock.drive(passes.answer('home', null));
  home.cloud.compute.calls.length = 0;
  await home.clock.drive(passes.answer('home', before));
  t.is(home.cloud.compute.calls.length, 0);
  await home.clock.advance(10_000);
  await home.clock.drive(passes.answer('home', new Date(home.clock.now()).toISOString()));
  t.true(home.cloud.compute.calls.length > 0, 'a later one is looked into');
  home.close();
});

test.serial(
  'I-29 what happens after the nodes were read, and before Compute Engine answers at all, is looked into',
  async (t) => {
    const home = await aSettledHome();
    const passes = keepPasses(home.world);
    const began = home.clock.now();
    const isCutOff = () => home.clock.now() < began + 1700;
    home.cloud.compute.faults.add({ fault: { kind: 'refused' }, count: Number.POSITIVE_INFINITY, when: isCutOff });
    await home.clock.drive(passes.answer('home', null));
    t.false(isCutOff());
    home.cloud.compute.calls.length = 0;
    await home.clock.drive(passes.answer('home', new Date(began + 500).toISOString()));
    t.true(home.cloud.compute.calls.length > 0);
    home.close();
  },
);

test.serial('P-15 what was seen of one cluster answers no event of another', async (t) => {
  const home = await aSettledHome();
  const passes = keepPasses(declaring(home, declared, away));
  await home.clock.drive(passes.answer('home', null));
  home.cloud.compute.calls.length = 0;
  await home.clock.drive(passes.answer('away', new Date(home.clock.now() - 600_000).toISOString()));
  t.true(home.cloud.compute.calls.length > 0);
  home.close();
});

test.serial('a cluster that is waited for holds up no other', async (t) => {
  const home = await aSettledHome({ environment: { UNDERPIN_WAIT_SECONDS: '60' } });
  const passes = keepPasses(declaring(home, declared, awayUnready));
  const answered: string[] = [];
  const waiting = passes.answer('away', null).catch(() => answered.push('away'));
  const going = passes.answer('home', null).then(() => answered.push('home'));
  await home.clock.drive(Promise.all([waiting, going]));
  t.deepEqual(answered, ['home', 'away']);
  home.close();
});

test.serial(
  'I-17 what is declared is read for each look: a cluster that is only observed by now is written to no more',
  async (t) => {
    const home = await aSettledHome({ environment: { UNDERPIN_WAIT_SECONDS: '60' } });
    const name = members(home)[0] ?? '';
    const path = `projects/my-project/zones/us-central1-b/instances/${name}`;
    dropMemberNamed(home, name);
    home.cloud.compute.state.edit('instances', path, (vm) => ({ ...vm, status: 'STAGING' }));
    const observed = structuredClone({ cluster: declared.cluster });
    observed.cluster.spec.mode = 'observe';
    let now: Declared = declared;
    const world = { ...home.world, declarations: async () => ({ declared: [now], problems: [], warnings: [] }) };
    const answering = home.clock.drive(keepPasses(world).answer('home', null));
    void home.clock.sleep(4000).then(() => {
      now = { ...declared, ...observed };
      home.cloud.compute.state.edit('instances', path, (vm) => ({ ...vm, status: 'RUNNING' }));
    });
    await answering;
    t.deepEqual(writes(home), []);
    t.true(home.lines.some(({ message }) => message === 'waiting'));
    home.close();
  },
);

test.serial(
  'I-17 a declaration that broke, or went, while something was waited for has the event come again',
  async (t) => {
    const home = await aSettledHome({ environment: { UNDERPIN_WAIT_SECONDS: '60' } });
    dropMember(home);
    const error = new DeclarationError('cluster.yaml:1:1: unknown key');
    const broken = { directory: '', cluster: 'home', project: null, error };
    const brokenWorld = {
      ...home.world,
      declarations: async () => ({ declared: [], problems: [broken], warnings: [] }),
    };
    await t.throwsAsync(keepPasses(brokenWorld).answer('home', null), { is: error });
    await t.throwsAsync(keepPasses(declaring(home, away)).answer('home', null), {
      instanceOf: RetryLaterError,
      message: 'cluster `home` is declared no more',
    });
    t.deepEqual(home.cloud.compute.calls, []);
    home.close();
  },
);

test.serial('P-06 what is too much for one pass is done by those that follow, with no further event', async (t) => {
  const home = await aSettledHome({ environment: { UNDERPIN_WAIT_SECONDS: '60' } });
  const ended = members(home)
    .filter((name) => name.startsWith('k8s-burst'))
    .slice(0, 2);
  for (const name of ended) {
    home.cloud.compute.state.edit('instances', `projects/my-project/zones/us-central1-b/instances/${name}`, (vm) => ({
      ...vm,
      status: 'TERMINATED',
    }));
  }
  await answer(home);
  t.is(ended.length, 2);
  t.false(members(home).some((name) => ended.includes(name)));
  t.is(writes(home).filter((method) => method === 'targetPools.removeInstance').length, 2);
  home.close();
});

test.serial('a Lease that somebody else holds blocks the removal, and the addition still goes', async (t) => {
  const home = await aSettledHome();
  const [gone = ''] = members(home).filter((name) => name.startsWith('k8s-burst'));
  home.cloud.compute.state.edit('instances', `projects/my-project/zones/us-central1-b/instances/${gone}`, (vm) => ({
    ...vm,
    status: 'TERMINATED',
  }));
  const dropped = members(home).find((name) => name.startsWith('k8s-minion')) ?? '';
  home.cloud.compute.state.edit('targetPools', poolPath, (pool) => ({
    ...pool,
    instances: (pool.instances ?? []).filter((url) => !url.endsWith(dropped)),
  }));
  const now = () => new Date(home.clock.now()).toISOString().replace('Z', '000Z');
  home.kubernetes.store.put({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'home', namespace: 'underpin' },
    spec: { holderIdentity: 'somebody', leaseDurationSeconds: 3600, leaseTransitions: 7, renewTime: now() },
  });
  const error = await t.throwsAsync(answer(home), { instanceOf: RetryLaterError });
  t.regex(error?.message ?? '', /remove-pool-members .* held by `somebody`/);
  t.true(members(home).includes(dropped));
  t.true(members(home).includes(gone));
  home.close();
});

test.serial('I-24 a kill switch that is thrown or cannot be read holds every write back', async (t) => {
  const home = await aSettledHome();
  dropMember(home);
  const before = members(home);
  home.kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'underpin', namespace: 'underpin' },
    data: { mutations: 'off' },
  });
  const error = await t.throwsAsync(answer(home), { instanceOf: RetryLaterError });
  t.regex(error?.message ?? '', /kill switch is thrown/);
  t.deepEqual(members(home), before);
  t.deepEqual(writes(home), []);
  home.close();
});

test.serial('a VM that is not RUNNING yet is waited for, then added', async (t) => {
  const home = await aSettledHome({ environment: { UNDERPIN_WAIT_SECONDS: '60' } });
  const name = members(home)[0] ?? '';
  const path = `projects/my-project/zones/us-central1-b/instances/${name}`;
  dropMemberNamed(home, name);
  home.cloud.compute.state.edit('instances', path, (vm) => ({ ...vm, status: 'STAGING' }));
  const answering = answer(home);
  void home.clock
    .sleep(20_000)
    .then(() => home.cloud.compute.state.edit('instances', path, (vm) => ({ ...vm, status: 'RUNNING' })));
  await answering;
  t.true(members(home).includes(name));
  home.close();
});

test.serial('a VM that never comes asks for redelivery within the deadline', async (t) => {
  const home = await aSettledHome({ environment: { UNDERPIN_WAIT_SECONDS: '30' } });
  const name = members(home)[0] ?? '';
  dropMemberNamed(home, name);
  home.cloud.compute.state.edit('instances', `projects/my-project/zones/us-central1-b/instances/${name}`, (vm) => ({
    ...vm,
    status: 'STAGING',
  }));
  const began = home.clock.now();
  const error = await t.throwsAsync(answer(home), { instanceOf: RetryLaterError });
  t.regex(error?.message ?? '', /STAGING/);
  t.true(home.clock.now() - began <= 31_000);
  home.close();
});

test.serial(
  'I-27 a look that missed something answers no event: it comes again, and what was unseen is put right',
  async (t) => {
    const home = await aSettledHome({ environment: { UNDERPIN_WAIT_SECONDS: '0' } });
    const whole = members(home);
    dropMember(home);
    const passes = keepPasses(home.world);
    const { compute } = home.cloud;
    const unseen = compute.faults.add({
      ...faultNumbered('F-08'),
      when: ({ method }) => method === 'compute.instances.aggregatedList',
    });
    const publishedAt = new Date(home.clock.now() - 5000).toISOString();
    const error = await t.throwsAsync(home.clock.drive(passes.answer('home', publishedAt)), {
      instanceOf: RetryLaterError,
    });
    t.regex(error?.message ?? '', /instances could not be read: .*403/);
    unseen.remove();
    await home.clock.drive(passes.answer('home', publishedAt));
    t.deepEqual(members(home), whole);
    home.close();
  },
);

const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv-1' },
  spec: {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteOnce'],
    csi: { driver: 'pd.csi.storage.gke.io', volumeHandle: diskSource },
  },
};

const leftToPerson: Record<string, { before(home: HomeWorld): void; kinds: string[]; why: RegExp }> = {
  'D-12 a disk that belongs to a PersistentVolume': {
    before: ({ kubernetes }) => kubernetes.store.put(volume),
    kinds: ['attach-disk', 'mount-disk'],
    why: /PersistentVolume `pv-1` \(D-12\)/,
  },
  'D-06 what the script finds on the disk': {
    before: ({ kubernetes }) => kubernetes.nodes.disks.set(diskSource, contentOf('gpt')),
    kinds: ['mount-disk'],
    why: /^partition-table: /,
  },
};

const holdsFoodata = ({ disks = [] }: { disks?: { source: string }[] }) =>
  disks.some(({ source }) => source === `https://www.googleapis.com/compute/v1/${diskSource}`);

/** Of those that hold the disk, or of all others, once the home is settled. */
function setStatus(home: HomeWorld, status: 'TERMINATED' | 'SUSPENDED', isHolder: boolean): void {
  const { state } = home.cloud.compute;
  for (const vm of state.list('instances', 'my-project'))
    if (holdsFoodata(vm) === isHolder)
      state.edit('instances', vm.selfLink.slice(vm.selfLink.indexOf('projects/')), (live) => ({ ...live, status }));
}

interface HeldForGood {
  happens(home: HomeWorld): void;
  does: string[];
  left: object[];
  why: RegExp;
}

const heldForGood: Record<string, HeldForGood> = {
  'P-06 what is missing beyond stopWhenMissing': {
    happens: (home) => setStatus(home, 'TERMINATED', false),
    does: [],
    left: [{ kind: 'remove-pool-members', target: 'TargetPool/us-central1/nodes' }],
    why: /more than stopWhenMissing allows/,
  },
  'I-02 a disk whose VM is suspended': {
    happens: (home) => setStatus(home, 'SUSPENDED', true),
    does: ['targetPools.removeInstance'],
    left: [{ kind: null, target: 'Disk/us-central1-a/foodata' }],
    why: /SUSPENDED and its memory may hold data/,
  },
};

for (const [title, { happens, does, left, why }] of Object.entries(heldForGood))
  test.serial(`${title} is told to a person, and its event is answered`, async (t) => {
    const home = await aSettledHome();
    happens(home);
    home.lines.length = 0;
    await answer(home);
    const told = home.lines.filter(({ message }) => message === 'left to a person');
    t.like(told, [{ severity: 'WARNING', left }]);
    t.regex(JSON.stringify(told), why);
    t.deepEqual(writes(home), does);
    home.close();
  });

for (const [title, { before, kinds, why }] of Object.entries(leftToPerson))
  test.serial(`${title} is told to a person once for each event, which is answered`, async (t) => {
    const home = await aHomeWorld();
    before(home);
    for (const round of [1, 2]) {
      home.lines.length = 0;
      await answer(home);
      const told = home.lines.filter(({ message }) => message === 'left to a person');
      t.is(told.length, 1, `event ${round}`);
      const { severity, left } = told[0] as { severity?: string; left?: { kind: string; because: string }[] };
      t.is(severity, 'WARNING');
      t.deepEqual(
        (left ?? []).map(({ kind }) => kind),
        kinds,
      );
      t.regex(left?.[0]?.because ?? '', why);
    }
    home.close();
  });

test.serial('what is left to a person is told once, however long something else is waited for', async (t) => {
  const home = await aHomeWorld({ environment: { UNDERPIN_WAIT_SECONDS: '30' } });
  home.kubernetes.store.put(volume);
  const [name = ''] = members(home);
  dropMemberNamed(home, name);
  home.cloud.compute.state.edit('instances', `projects/my-project/zones/us-central1-b/instances/${name}`, (vm) => ({
    ...vm,
    status: 'STAGING',
  }));
  await t.throwsAsync(answer(home), { instanceOf: RetryLaterError, message: /STAGING/ });
  t.true(home.lines.filter(({ message }) => message === 'waiting').length > 1);
  t.is(home.lines.filter(({ message }) => message === 'left to a person').length, 1);
  home.close();
});

test.serial('observe mode plans and writes nothing', async (t) => {
  const home = await aSettledHome({ environment: {} });
  dropMember(home);
  const observing = { ...home.world, config: { ...home.world.config, mode: 'observe' as const } };
  await home.clock.drive(keepPasses(observing).answer('home', null));
  t.deepEqual(writes(home), []);
  home.close();
});

function dropMemberNamed(home: HomeWorld, name: string): void {
  home.cloud.compute.state.edit('targetPools', poolPath, (pool) => ({
    ...pool,
    instances: (pool.instances ?? []).filter((url) => !url.endsWith(`/${name}`)),
  }));
}

test.serial('P-15 what one pass leaves open is left open for all that queued up behind it', async (t) => {
  const home = await aSettledHome();
  const world = declaring(home, awayUnready);
  const passes = keepPasses(world);
  await home.clock.advance(10_000);
  const before = new Date(home.clock.now() - 5000).toISOString();
  const began = home.clock.now();
  const all = [1, 2, 3].map(() =>
    passes.answer('away', before).then(
      () => 'answered',
      (error: unknown) => error,
    ),
  );
  const ends = await home.clock.drive(Promise.all(all));
  t.true(ends.every((one) => one instanceof RetryLaterError));
  const first = home.clock.now() - began;
  t.true(first < 1.5 * home.world.config.waitSeconds * 1000, `all of them after ${first / 1000} s`);
  home.cloud.compute.calls.length = 0;
  await t.throwsAsync(home.clock.drive(passes.answer('away', before)), { instanceOf: RetryLaterError });
  t.true(home.cloud.compute.calls.length > 0, 'one that comes again is looked into');
  home.close();
});

test('D-10 for an event that comes again the mounts since it was published are news, however long ago that is', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const { spec } = declared.cluster;
  const restarting = { ...declared, cluster: { ...declared.cluster, spec: { ...spec, restartPods: true } } };
  const answerOf = (publishedAt: number) => {
    const passes = keepPasses(declaring(home, restarting));
    return home.clock.drive(passes.answer('home', new Date(publishedAt).toISOString()));
  };
  const readsPods = async (publishedAt: number) => {
    home.kubernetes.calls.length = 0;
    await answerOf(publishedAt);
    return home.kubernetes.calls.some(({ verb, kind }) => verb === 'list' && kind === 'Pod');
  };
  await answerOf(home.clock.now());
  const mountedAt = home.clock.now();
  await home.clock.advance(600_000);
  t.false(await readsPods(home.clock.now()));
  t.true(await readsPods(mountedAt));
});
