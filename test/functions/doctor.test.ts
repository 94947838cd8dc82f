import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { Check } from '../../infra/doctor/check.ts';
import { deployedAccount } from '../../sandbox/deployed-home.ts';
import { exampleDirectory } from '../../sandbox/home.ts';
import type { ObjectReference } from '../../sandbox/kubernetes/hand.ts';
import { kubeconfig } from '../../sandbox/kubernetes/kubeconfig.ts';
import type { Kubernetes } from '../../sandbox/kubernetes/kubernetes.ts';
import { ApiError } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { aDeployedHome, type DeployedHome, nodeAccount } from '../a-deployed-home.ts';
import { aTerminal, type Ran } from './a-terminal.ts';

interface Told extends Check {
  area: string;
}

function doctor({ world, clock }: DeployedHome, words: string[], directory = exampleDirectory): Promise<Ran> {
  return aTerminal({ world, drive: (work) => clock.drive(work) }).run('doctor', directory, ...words);
}

async function examined(home: DeployedHome, directory = exampleDirectory) {
  const { status, out } = await doctor(home, ['-o', 'json'], directory);
  const { checks } = JSON.parse(out) as { checks: Told[] };
  const wrong = checks.filter(({ state }) => state !== 'ok');
  return { status, checks, wrong, titles: wrong.map(({ state, what }) => `${state} ${what}`) };
}

let home: DeployedHome;

test.before(async () => {
  home = await aDeployedHome();
});
test.after.always(() => home.close());

test.serial('a deployment that is in order has nothing but ok, and ends with 0', async (t) => {
  const { status, wrong, checks } = await examined(home);
  t.deepEqual(wrong, []);
  t.is(status, 0);
  t.true(checks.length > 30);
  for (const { command } of checks) t.is(command, null);
});

interface Broken {
  /** `failed X` or `unknown X`; nothing else may be wrong. */
  told: string[];
  /** Of the first one. */
  why: RegExp;
  command: RegExp;
}

type Undo = () => unknown;

/** One thing is broken, exactly that is told, with what mends it; and nothing once it is mended. */
const tells = test.macro(async (t, breakIt: (home: DeployedHome) => Undo | Promise<Undo>, expected: Broken) => {
  const mend = await breakIt(home);
  try {
    const found = await examined(home);
    t.deepEqual(found.titles, expected.told);
    t.regex(found.wrong[0]?.why ?? '', expected.why);
    t.regex(found.wrong[0]?.command ?? '', expected.command);
    t.is(found.status, found.titles.some((one) => one.startsWith('failed')) ? 1 : 3);
  } finally {
    await mend();
  }
});

const project = 'my-project';
const account = (role: string) => deployedAccount(project, role);
const sink = `/v2/projects/${project}/sinks/underpin-nodes`;
const subscription = `/v1/projects/${project}/subscriptions/underpin-node-change`;
const job = `/v1/projects/${project}/locations/us-central1/jobs/underpin-drift-audit`;

type Handle = (request: Request) => Promise<Response>;

async function ask(handle: Handle, method: string, path: string, body?: object) {
  const init = { method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) };
  const answer = await handle(new Request(`https://any.googleapis.com${path}`, init));
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Changes a resource of an API, and puts back what was there. */
async function altered(
  handle: Handle,
  path: string,
  { verb = 'PATCH', query = '', body }: { verb?: string; query?: string; body: object },
): Promise<Undo> {
  const before = await ask(handle, 'GET', path);
  await ask(handle, verb, path + query, body);
  return () => ask(handle, verb, path + query, before as object);
}

const taken = (set: Set<string>, one: string): Undo => {
  set.delete(one);
  return () => set.add(one);
};
const given = (set: Set<string>, one: string): Undo => {
  set.add(one);
  return () => set.delete(one);
};

test.serial(
  'an API that is switched off',
  tells,
  ({ cloud }) => given(cloud.accounts.services.disabled, 'pubsub.googleapis.com'),
  {
    told: ['failed APIs'],
    why: /not enabled: pubsub\.googleapis/,
    command: /^gcloud services enable pubsub\.googleapis\.com --project=my-project$/,
  },
);

test.serial(
  'a permission that was taken away',
  tells,
  ({ grants }) => taken(grants.of('repairer'), 'compute.instances.attachDisk'),
  {
    told: ['failed repairer holds what it needs'],
    why: /underpin-repairer@.* lacks compute\.instances\.attachDisk$/,
    command:
      /^gcloud iam roles update underpin_repairer --project=my-project --add-permissions=compute\.instances\.attachDisk$/,
  },
);

test.serial(
  'a permission that nobody may hold',
  tells,
  ({ grants }) => given(grants.of('auditor'), 'compute.instances.delete'),
  {
    told: ['failed auditor holds nothing more'],
    why: /also holds compute\.instances\.delete/,
    command: /^gcloud projects get-iam-policy my-project .*underpin-auditor@/,
  },
);

test.serial("a permission of another's role", tells, ({ grants }) => given(grants.of('auditor'), 'compute.disks.use'), {
  told: ['failed auditor holds nothing more'],
  why: /also holds compute\.disks\.use/,
  command: /get-iam-policy/,
});

test.serial(
  'a role into which somebody put something',
  tells,
  ({ cloud }) => {
    const name = `projects/${project}/roles/underpin_auditor`;
    const before = cloud.accounts.roles.permissionsOf(name);
    cloud.accounts.roles.put(name, [...before, 'bigquery.tables.get']);
    return () => cloud.accounts.roles.put(name, before);
  },
  {
    told: ['failed role underpin_auditor is as generated'],
    why: /also holds bigquery\.tables\.get/,
    command: /roles update underpin_auditor .*--remove-permissions=bigquery\.tables\.get$/,
  },
);

test.serial("the nodes' account that nobody may act as", tells, ({ grants }) => taken(grants.actAs, nodeAccount), {
  told: [`failed underpin-repairer may act as ${nodeAccount}`],
  why: /iam\.serviceAccounts\.actAs is missing/,
  command: new RegExp(`add-iam-policy-binding ${nodeAccount} --role=roles/iam.serviceAccountUser`),
});

test.serial('an account that may not be borrowed', tells, ({ grants }) => grants.lock(account('auditor')), {
  told: ['unknown permissions of auditor', 'unknown rights of auditor'],
  why: /no token of `underpin-auditor@/,
  command: /add-iam-policy-binding underpin-auditor@.* --role=roles\/iam\.serviceAccountTokenCreator/,
});

test.serial(
  'a function that anybody may call',
  tells,
  ({ cloud }) => cloud.accounts.functions.alter('underpin-manual-repair', { invokers: ['allUsers'] }),
  {
    told: ['failed manual-repair refuses a call without identity', 'failed manual-repair is not public'],
    why: /anybody may call https:\/\/manual-repair\.test\/: it answers 200/,
    command: /terraform apply/,
  },
);

test.serial(
  'a function that runs as an account that may do everything',
  tells,
  ({ cloud }) =>
    cloud.accounts.functions.alter('underpin-drift-audit', { account: '123-compute@developer.gserviceaccount.com' }),
  {
    told: ['failed drift-audit runs'],
    why: /runs as 123-compute@/,
    command: /terraform apply/,
  },
);

test.serial(
  'a function whose deployment failed',
  tells,
  ({ cloud }) => cloud.accounts.functions.alter('underpin-node-change', { state: 'FAILED' }),
  {
    told: ['failed node-change runs'],
    why: /it is FAILED/,
    command: /gcloud functions logs read underpin-node-change/,
  },
);

test.serial(
  'a sink that is disabled',
  tells,
  ({ cloud }) => altered(cloud.logging.handle, sink, { query: '?updateMask=disabled', body: { disabled: true } }),
  {
    told: ['failed sink of my-project'],
    why: /while the sink is disabled/,
    command: /^gcloud logging sinks update underpin-nodes --project=my-project --no-disabled$/,
  },
);

test.serial(
  'a sink whose filter drops preemptions',
  tells,
  ({ cloud }) => {
    const filter = 'log_id("cloudaudit.googleapis.com/activity")';
    return altered(cloud.logging.handle, sink, { query: '?updateMask=filter', body: { filter } });
  },
  {
    told: ['failed sink of my-project'],
    why: /does not let through the preemption of a VM, a host error/,
    command: /^gcloud logging sinks update underpin-nodes --project=my-project --log-filter='/,
  },
);

test.serial(
  'a subscription that pushes without identity',
  tells,
  async ({ cloud }) => {
    const { pushConfig } = (await ask(cloud.pubsub.handle, 'GET', subscription)) as {
      pushConfig: { pushEndpoint: string };
    };
    const push = (config: object) =>
      ask(cloud.pubsub.handle, 'POST', `${subscription}:modifyPushConfig`, { pushConfig: config });
    await push({ pushEndpoint: pushConfig.pushEndpoint });
    return () => push(pushConfig);
  },
  {
    told: ['failed push subscription'],
    why: /no identity/,
    command: /^terraform apply$/,
  },
);

test.serial(
  'a schedule that is paused',
  tells,
  async ({ cloud }) => {
    await ask(cloud.scheduler.handle, 'POST', `${job}:pause`, {});
    return () => ask(cloud.scheduler.handle, 'POST', `${job}:resume`, {});
  },
  {
    told: ['failed schedule'],
    why: /PAUSED/,
    command: /gcloud scheduler jobs resume underpin-drift-audit/,
  },
);

const rbac = 'rbac.authorization.k8s.io/v1';
const admission = 'admissionregistration.k8s.io/v1';

/** Without what tells one version from another. */
function copyOf({ store }: Kubernetes, reference: ObjectReference): JsonObject {
  const { metadata, ...rest } = structuredClone(store.get(reference)) as JsonObject;
  const { resourceVersion: _, uid: __, managedFields: ___, ...kept } = metadata as JsonObject;
  return { ...rest, metadata: kept };
}

function changed(kubernetes: Kubernetes, reference: ObjectReference, change: (object: JsonObject) => JsonObject): Undo {
  const before = copyOf(kubernetes, reference);
  kubernetes.store.put(change(copyOf(kubernetes, reference)));
  return () => kubernetes.store.put(before);
}

function removed(kubernetes: Kubernetes, reference: ObjectReference): Undo {
  const before = copyOf(kubernetes, reference);
  kubernetes.store.remove(reference);
  return () => kubernetes.store.put(before);
}

test.serial(
  'a right in the cluster that is missing',
  tells,
  ({ kubernetes }) =>
    changed(kubernetes, { apiVersion: rbac, kind: 'ClusterRole', name: 'underpin-repairer' }, (role) => ({
      ...role,
      rules: (role.rules as JsonObject[]).map((rule) => ({
        ...rule,
        resources: (rule.resources as string[]).filter((one) => one !== 'services/status'),
      })),
    })),
  {
    told: ['failed repairer may do its work'],
    why: /underpin-repairer@.* may not patch services\/status$/,
    command: /^npx underpin rbac .* --auditor=.* --repairer=.* \| kubectl apply -f -$/,
  },
);

test.serial(
  'a right in the cluster that nobody should have',
  tells,
  ({ kubernetes }) =>
    changed(kubernetes, { apiVersion: rbac, kind: 'ClusterRole', name: 'underpin-auditor' }, (role) => ({
      ...role,
      rules: [...(role.rules as JsonObject[]), { apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
    })),
  {
    told: ['failed auditor may do nothing dangerous', 'failed repairer may do nothing dangerous'],
    why: /underpin-auditor@.* may list secrets: /,
    command: /^kubectl get clusterrolebindings/,
  },
);

test.serial(
  'a kill switch that cannot be read',
  tells,
  ({ kubernetes }) => {
    const { authorize } = kubernetes;
    kubernetes.authorize = (attempt) => attempt.resource !== 'configmaps' && authorize?.(attempt) === true;
    return () => {
      kubernetes.authorize = authorize;
    };
  },
  {
    told: ['failed auditor may do its work', 'failed repairer may do its work', 'failed kill switch can be read'],
    why: /may not get configmaps, list configmaps$/,
    command: /npx underpin rbac/,
  },
);

test.serial(
  'a policy that is not in force',
  tells,
  ({ kubernetes }) =>
    removed(kubernetes, {
      apiVersion: admission,
      kind: 'ValidatingAdmissionPolicyBinding',
      name: 'underpin-node-marks',
    }),
  {
    told: ['failed admission policy underpin-node-marks'],
    why: /its binding is missing/,
    command: /npx underpin rbac/,
  },
);

test.serial(
  'a policy of the mount Jobs that lets more through',
  tells,
  ({ kubernetes }) =>
    changed(
      kubernetes,
      { apiVersion: admission, kind: 'ValidatingAdmissionPolicy', name: 'underpin-mount-jobs' },
      (policy) => ({
        ...policy,
        spec: { ...(policy.spec as JsonObject), failurePolicy: 'Ignore' },
      }),
    ),
  {
    told: ['failed admission policy underpin-mount-jobs'],
    why: /spec\.failurePolicy is not as generated/,
    command:
      /^npx node infra\/kubernetes\/write-mount-policy\.ts underpin-repairer@\S+\.iam\.gserviceaccount\.com \| kubectl apply -f -$/,
  },
);

test.serial('a cluster that is reached by a kubeconfig is asked by impersonating the accounts', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-kubeconfig-'));
  cpSync(exampleDirectory, directory, { recursive: true });
  const file = join(directory, 'kubeconfig');
  writeFileSync(file, kubeconfig('http://kubernetes.home.internal'));
  const declaration = readFileSync(join(directory, 'cluster.yaml'), 'utf8');
  const asked = declaration.replace('gke: {location: us-central1-a, name: home}', `kubeconfig: {file: ${file}}`);
  t.not(asked, declaration);
  writeFileSync(join(directory, 'cluster.yaml'), asked);

  t.deepEqual((await examined(home, directory)).wrong, []);
  const reference = { apiVersion: rbac, kind: 'ClusterRoleBinding', name: 'underpin-repairer' };
  const mend = removed(home.kubernetes, reference);
  const { titles, wrong } = await examined(home, directory);
  mend();
  t.deepEqual(titles, ['failed repairer may do its work']);
  t.regex(wrong[0]?.why ?? '', /underpin-repairer@.* may not patch nodes/);
});

test.serial('a thrown kill switch is told, and is no failure', async (t) => {
  const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'underpin', namespace: 'underpin' };
  home.kubernetes.store.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'underpin', namespace: 'underpin' },
    data: { mutations: 'off' },
  });
  const { status, checks } = await examined(home);
  home.kubernetes.store.remove(reference);
  t.is(status, 0);
  t.regex(checks.find(({ what }) => what.startsWith('kill switch'))?.why ?? '', /it is thrown \(mutations=off\)/);
});

test.serial('a clock that is minutes off', async (t) => {
  const slow = { ...home.world, runtime: { ...home.world.runtime, now: () => home.clock.now() - 300_000 } };
  const { titles, status } = await examined({ ...home, world: slow });
  t.deepEqual(titles, ['failed clock of Google', 'failed clock of the API server at kubernetes.home.internal']);
  t.is(status, 1);
});

test.serial('a declaration with a typo is told with its place, and the deployment by the flags', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-typo-'));
  writeFileSync(
    join(directory, 'cluster.yaml'),
    'apiVersion: underpin.dev/v1\nkind: Cluster\nmetadata: {name: home}\nspec: {projekt: x}\n',
  );
  const none = await examined(home, directory);
  t.deepEqual(none.titles, ['failed declarations load', 'unknown the deployment']);
  t.regex(none.wrong[0]?.why ?? '', /cluster\.yaml:4/);
  const { out } = await doctor(home, ['--project=my-project', '--region=us-central1', '-o', 'json'], directory);
  const { checks } = JSON.parse(out) as { checks: Told[] };
  t.deepEqual(
    checks.filter(({ state }) => state !== 'ok').map(({ what }) => what),
    ['declarations load'],
  );
  t.true(checks.some(({ what, area }) => area === 'functions' && what === 'node-change runs'));
});

test.serial('an address that is given must refuse too', async (t) => {
  const { status, out } = await doctor(home, ['--url', 'https://node-change.test/', '-o', 'json']);
  t.is(status, 0);
  t.true(out.includes('https://node-change.test/ refuses a call without identity'));
});

test.serial('without credentials that is said, and nothing else is guessed', async (t) => {
  const accessToken = () => Promise.reject(new ApiError('no Google credentials', 401, 'credentials'));
  const { titles, wrong, status } = await examined({
    ...home,
    world: { ...home.world, credentials: { ...home.world.credentials, accessToken } },
  });
  t.deepEqual(titles, ['failed Google credentials', 'unknown the deployment']);
  t.is(wrong[0]?.command, 'gcloud auth application-default login');
  t.is(status, 1);
});

test.serial('as text each check is a line, with the command that mends it', async (t) => {
  const mend = taken(home.grants.of('auditor'), 'compute.disks.list');
  const { out, notes, status } = await doctor(home, []);
  mend();
  t.is(status, 1);
  t.regex(out, /^this machine\n {2}ok {6}declarations load: cluster home, 3 stacks\n/);
  t.regex(
    out,
    / {2}failed {2}auditor holds what it needs:\s+underpin-auditor@[\s\S]* lacks\s+compute\.disks\.list\n {2}\$ gcloud iam roles update underpin_auditor/,
  );
  t.regex(out, /\n\d+ ok, 1 failed, 0 could not be looked at\n$/);
  t.true(out.split('\n').every((line) => line.length <= 80 || line.startsWith('  $') || line.startsWith('     ')));
  t.is(
    notes,
    'looking at declarations and credentials\nlooking at functions and nodes\nlooking at permissions, wiring and clusters',
  );
});

test.serial('nothing is changed by looking', async (t) => {
  const { cloud, kubernetes } = home;
  for (const { calls } of [cloud.compute, cloud.accounts, cloud.logging, cloud.pubsub, cloud.scheduler])
    calls.length = 0;
  kubernetes.calls.length = 0;
  await examined(home);
  const changes = [cloud.accounts, cloud.logging, cloud.pubsub, cloud.scheduler].flatMap(({ calls }) =>
    calls.filter(({ mutating }) => mutating).map(({ method }) => method),
  );
  t.deepEqual([...new Set(changes)], ['iamcredentials.generateAccessToken']);
  t.deepEqual(
    cloud.compute.calls.filter(({ mutating }) => mutating),
    [],
  );
  t.deepEqual(
    kubernetes.calls.filter(
      ({ verb, resource }) => !['get', 'list'].includes(verb) && resource !== 'selfsubjectaccessreviews',
    ),
    [],
  );
});
