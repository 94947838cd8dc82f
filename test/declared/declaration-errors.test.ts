import test from 'ava';
import { readDeclared } from '../../shared/declared/declared.ts';
import { DeclarationError } from '../../shared/errors.ts';
import { aClusterFile, aDeclaration } from './a-declaration.ts';

/** What is told about cluster.yaml when one line of it is another; `NAME:LINE:COLUMN: …` without the directory. */
const cluster = test.macro({
  async exec(t, from: string, to: string, expected: string[]) {
    t.true(aClusterFile.includes(from));
    const root = aDeclaration(t, { 'cluster.yaml': aClusterFile.replace(from, to) });
    const error = await t.throwsAsync(readDeclared(root), { instanceOf: DeclarationError });
    t.deepEqual(error?.message.replaceAll(`${root}/`, '').split('\n'), expected);
  },
  title: (_, from: string, to: string) =>
    `cluster.yaml with \`${to.trim().split('\n').at(-1)}\` for \`${from.trim()}\` is told with its place`,
});

const groups = 'nodeGroups: [default]}';
const group = '{name: default, instanceGroupManager: us-central1-a/k8s-minion-group}';

test(cluster, '  region:', '  regoin:', ['cluster.yaml:6:3: unknown key `regoin`: did you mean `region`?']);
test(cluster, '  region: us-central1\n', '', ['cluster.yaml:4:1: `spec.region` is missing: expected text']);
test(cluster, 'region: us-central1', 'region: us-central1-a', [
  'cluster.yaml:6:3: `spec.region` is `us-central1-a`: expected a region such as us-central1',
]);
test(cluster, 'my-project', '5', ['cluster.yaml:5:3: `spec.project` is `5`: expected text']);
test(cluster, 'name: home}\nspec', 'name: Home}\nspec', [
  'cluster.yaml:3:12: `metadata.name` is `Home`: expected a name of lower-case letters, digits and dashes, 63 at most',
]);
test(cluster, 'underpin.dev/v1', 'underpin.dev/v2', [
  'cluster.yaml:1:1: `apiVersion` is `underpin.dev/v2`: expected `underpin.dev/v1`: did you mean `underpin.dev/v1`?',
]);
test(cluster, 'kind: Cluster', 'kind: Stack', ['cluster.yaml:2:1: `kind` is `Stack`: expected `Cluster`']);
test(cluster, 'location: us-central1-a, name', 'locaton: us-central1-a, name', [
  'cluster.yaml:7:22: unknown key `locaton`: did you mean `location`?',
]);
test(cluster, '{gke: {location: us-central1-a, name: home}}', '{}', [
  'cluster.yaml:7:3: `spec.kubernetes` is `{}`: expected one of `gke`, `kubeconfig` or `server`',
]);
test(cluster, '{gke: {location: us-central1-a, name: home}}', '{server: ftp://x}', [
  'cluster.yaml:7:16: `spec.kubernetes.server` is `ftp://x`: expected a URL such as https://203.0.113.7: over http everybody on the way could read the token',
]);
test(cluster, '{gke: {location: us-central1-a, name: home}}', '{server: http://203.0.113.7}', [
  'cluster.yaml:7:16: `spec.kubernetes.server` is `http://203.0.113.7`: expected a URL such as https://203.0.113.7: over http everybody on the way could read the token',
]);
test(cluster, '{gke: {location: us-central1-a, name: home}}', '{kubeconfig: ~/.kube/config}', [
  'cluster.yaml:7:16: `spec.kubernetes.kubeconfig` is `~/.kube/config`: expected a mapping',
]);
test(cluster, 'instanceGroupManager', 'instanceGroupManger', [
  'cluster.yaml:9:21: unknown key `instanceGroupManger`: did you mean `instanceGroupManager`?',
]);
test(cluster, group, '{name: default}', [
  'cluster.yaml:9:5: `spec.nodeGroups[0]` is `{"name":"default"}`: expected exactly one of `instanceGroupManager`, `tag` or `label`',
]);
test(cluster, group, '{name: default, tag: a, label: {b: c}}', [
  'cluster.yaml:9:5: `spec.nodeGroups[0]` is `{"name":"default","tag":"a","label":{"b":"c"}}`: expected exactly one of `instanceGroupManager`, `tag` or `label`',
]);
test(cluster, group, 'default', [
  'cluster.yaml:9:5: `spec.nodeGroups[0]` is `default`: expected exactly one of `instanceGroupManager`, `tag` or `label`',
]);
test(cluster, group, '{name: default, label: {a: 5}}', [
  'cluster.yaml:9:29: `spec.nodeGroups[0].label.a` is `5`: expected text',
]);
test(cluster, group, '{name: default, label: {}}', [
  'cluster.yaml:9:21: at least one label: without one every VM would be meant',
]);
test(cluster, 'us-central1-a/k8s', 'k8s', [
  'cluster.yaml:9:21: `spec.nodeGroups[0].instanceGroupManager` is `k8s-minion-group`: expected LOCATION/NAME, such as us-central1-a/k8s-minion-group',
]);
test(cluster, 'us-central1-a/k8s', 'europe-west1-b/k8s', [
  "cluster.yaml:9:21: the zone `europe-west1-b` is not in the cluster's region `us-central1`",
]);
test(cluster, `- ${group}`, `- ${group}\n  - ${group}`, ['cluster.yaml:10:6: two node groups have the name `default`']);
test(cluster, groups, 'nodeGroups: [defualt]}', [
  'cluster.yaml:11:32: no node group `defualt` in cluster.yaml: did you mean `default`?',
]);
test(cluster, groups, 'nodeGroups: [other]}', [
  'cluster.yaml:11:32: no node group `other` in cluster.yaml: declared are `default`',
]);
test(cluster, groups, 'nodeGroups: []}', [
  'cluster.yaml:11:19: `spec.pools[0].nodeGroups` is `[]`: at least one node group: a pool without one would be emptied',
]);
test(cluster, groups, 'nodeGroups: default}', [
  'cluster.yaml:11:19: `spec.pools[0].nodeGroups` is `default`: expected a list',
]);
test(cluster, groups, `${groups}\n  - {name: nodes, ${groups}`, ['cluster.yaml:12:6: two pools have the name `nodes`']);
test(cluster, groups, 'nodeGroups: [default], backupPool: nodes, failoverRatio: 0.5}', [
  'cluster.yaml:11:42: the pool `nodes` cannot be its own backup',
]);
test(cluster, groups, 'nodeGroups: [default], failoverRatio: 0.5}', [
  'cluster.yaml:11:5: `backupPool` and `failoverRatio` go together: declare both',
]);
test(cluster, groups, 'nodeGroups: [default], sessionAffinity: none}', [
  'cluster.yaml:11:42: `spec.pools[0].sessionAffinity` is `none`: expected `NONE` or `CLIENT_IP` or `CLIENT_IP_PROTO`: did you mean `NONE`?',
]);
test(cluster, groups, 'nodeGroups: [default], healthCheck: {port: 99999}}', [
  'cluster.yaml:11:56: `spec.pools[0].healthCheck.port` is `99999`: expected 65535 at most',
]);
test(cluster, groups, 'nodeGroups: [default], healthCheck: {path: healthz}}', [
  'cluster.yaml:11:56: `spec.pools[0].healthCheck.path` is `healthz`: expected a path that begins with /',
]);
test(cluster, groups, `${groups}\n  limits: {removalsPerPass: lots}`, [
  'cluster.yaml:12:12: `spec.limits.removalsPerPass` is `lots`: expected a percentage such as 10%, or a number',
]);
test(cluster, groups, `${groups}\n  limits: {mutationsPerHour: 20000}`, [
  'cluster.yaml:12:12: `spec.limits.mutationsPerHour` is `20000`: expected 5000 at most',
]);
test(cluster, groups, `${groups}\n  limits: {removalsPerPas: 5}`, [
  'cluster.yaml:12:12: unknown key `removalsPerPas`: did you mean `removalsPerPass`?',
]);
test(cluster, groups, `${groups}\n  mode: dry`, [
  'cluster.yaml:12:3: `spec.mode` is `dry`: expected `apply` or `observe`',
]);
test(cluster, groups, `${groups}\n  restartPods: "yes"`, [
  'cluster.yaml:12:3: `spec.restartPods` is `yes`: expected true or false',
]);
test(cluster, groups, `${groups}\n  ignore: [{subject: a, reason: b, owner: c, until: 2027-13-01}]`, [
  'cluster.yaml:12:46: `spec.ignore[0].until` is `2027-13-01`: expected a day such as 2027-01-15',
]);
test(cluster, groups, `${groups}\n  ignore: [{subject: a, until: 2027-01-01}]`, [
  'cluster.yaml:12:12: `spec.ignore[0].reason` is missing: expected text',
  'cluster.yaml:12:12: `spec.ignore[0].owner` is missing: expected text',
]);
test(cluster, groups, `${groups}\n  quite_something_else: 1`, [
  'cluster.yaml:12:3: unknown key `quite_something_else`: known here are `project`, `region`, `network`, `kubernetes`, `nodeGroups`, `pools`, `limits`, `mode`, `restartPods`, `targetTags`, `ignore`',
]);

const aStack = (spec: string) => `apiVersion: underpin.dev/v1\nkind: Stack\nmetadata: {name: game}\nspec:\n${spec}\n`;

const stack = test.macro({
  async exec(t, spec: string, expected: string[]) {
    const root = aDeclaration(t, { 'game/stack.yaml': aStack(spec) });
    const error = await t.throwsAsync(readDeclared(root), { instanceOf: DeclarationError });
    t.deepEqual(error?.message.replaceAll(`${root}/game/`, '').split('\n'), expected);
  },
  title: (_, spec: string) => `stack.yaml with \`${spec.trim()}\` is told with its place`,
});

const disk = (fields: string) => `  disks:\n  - {name: foodata, nodes: default, mountPath: /mnt/foodata, ${fields}}`;

test(stack, disk('zone: us-central1-a, filesytem: ext4'), [
  'stack.yaml:6:83: unknown key `filesytem`: did you mean `filesystem`?',
]);
test(stack, disk('mode: READ_WRITE'), [
  'stack.yaml:6:5: `spec.disks[0]` is `{"name":"foodata","nodes":"default","mountPath":"/mnt/foodata","mode":"READ_WRITE"}`: expected `zone`, or `region` with `replicaZones`',
]);
test(stack, disk('zone: europe-west1-b'), [
  'stack.yaml:6:62: the zone `europe-west1-b` is not in the region `us-central1`',
]);
test(stack, disk('region: us-central1, replicaZones: [us-central1-a]'), [
  'stack.yaml:6:83: `spec.disks[0].replicaZones` is `["us-central1-a"]`: expected two zones',
]);
test(stack, disk('region: us-central1, replicaZones: [us-central1-a, us-central1-a]'), [
  'stack.yaml:6:83: the two replica zones are the same, `us-central1-a`',
]);
test(stack, disk('zone: us-central1-a, mode: READ_ONLY, formatIfBlank: true'), [
  'stack.yaml:6:100: a disk with `mode: READ_ONLY` cannot be formatted: remove `formatIfBlank`',
]);
test(stack, disk('zone: us-central1-a').replace('nodes: default', 'nodes: defualt'), [
  'stack.yaml:6:21: no node group `defualt` in cluster.yaml: did you mean `default`?',
]);
const mountedAt = (path: string, why: string) =>
  test(`a disk mounted at \`${path}\` is refused`, async (t) => {
    const spec = disk('zone: us-central1-a').replace('/mnt/foodata', `"${path}"`);
    const root = aDeclaration(t, { 'game/stack.yaml': aStack(spec) });
    const error = await t.throwsAsync(readDeclared(root), { instanceOf: DeclarationError });
    const told = `stack.yaml:6:37: \`spec.disks[0].mountPath\` is \`${path}\`: ${why}`;
    t.is(error?.message.replace(`${root}/game/`, ''), told);
  });

const notPlain =
  'expected an absolute path of at most 8 folders, such as /mnt/foodata, each of letters, digits, `_`, `-` and `.`, and not beginning with `-` or `.`';
for (const path of [
  'mnt',
  '/',
  '/mnt/../etc',
  '/mnt/a b',
  '/mnt/$(x)',
  '/mnt/.data',
  '/mnt/-x',
  '/mnt/x/',
  '/1/2/3/4/5/6/7/8/9',
])
  mountedAt(path, notPlain);
for (const path of ['/mnt', '/mnt/disks', '/home', '/var/lib'])
  mountedAt(path, 'it belongs to the node: use a folder of its own, such as /mnt/disks/foodata');
for (const [path, tree] of [
  ['/etc/data', '/etc'],
  ['/var/lib/kubelet/x', '/var/lib/kubelet'],
  ['/var/log/app', '/var/log'],
  ['/var/cache/x', '/var/cache'],
  ['/home/kubernetes/x', '/home/kubernetes'],
] as const)
  mountedAt(path, `it is in \`${tree}\`, which belongs to the node: use a path such as /mnt/disks/foodata`);

for (const option of ['nouuid', 'nofail', 'ro', 'bind', 'noatime,ro', 'commit=99999']) {
  test(stack, disk(`zone: us-central1-a, options: [noatime, "${option}"]`), [
    `stack.yaml:6:102: \`spec.disks[0].options[1]\` is \`${option}\`: expected a mount option that docs/mounts.md lists, such as noatime: leave out others, also \`nofail\` (fstab gets it anyway) and \`ro\` and \`rw\` (\`mode\` says which)`,
  ]);
}
test(
  stack,
  `${disk('zone: us-central1-a')}\n  - {name: foodata, nodes: default, mountPath: /mnt/b, zone: us-central1-a}`,
  ['stack.yaml:7:6: the disk `foodata` is declared already, in the stack `game`'],
);
test(
  stack,
  `${disk('zone: us-central1-a')}\n  - {name: b, nodes: default, mountPath: /mnt/foodata, zone: us-central1-a}`,
  ['stack.yaml:7:31: `/mnt/foodata` is taken by the disk `foodata` of the stack `game`'],
);
const nested = (path: string, other: string) =>
  `${disk('zone: us-central1-a').replace('/mnt/foodata', path)}\n  - {name: b, nodes: default, mountPath: ${other}, zone: us-central1-a}`;
test(stack, nested('/mnt/a', '/mnt/a/b'), [
  'stack.yaml:7:31: `/mnt/a/b` is inside `/mnt/a`, where the disk `foodata` of the stack `game` is mounted: give each a folder beside the other, such as /mnt/disks/b',
]);
test(stack, nested('/mnt/a/b', '/mnt/a'), [
  'stack.yaml:7:31: `/mnt/a` holds `/mnt/a/b`, where the disk `foodata` of the stack `game` is mounted: give each a folder beside the other, such as /mnt/disks/b',
]);

test('two disks may be mounted beside each other', async (t) => {
  const root = aDeclaration(t, { 'game/stack.yaml': aStack(nested('/mnt/a', '/mnt/ab')) });
  t.is((await readDeclared(root)).stacks[0]?.spec.disks.length, 2);
});

test(stack, '  expose: [{address: ip, ports: [80], pool: node}]', [
  'stack.yaml:5:12: no pool `node` in cluster.yaml: did you mean `nodes`?',
]);
test(stack, '  expose: [{address: ip, ports: ["90-80"]}]', [
  'stack.yaml:5:34: `spec.expose[0].ports[0]` is `90-80`: expected ports from 1 to 65535, the lower one first',
]);
test(stack, '  expose: [{address: ip, ports: [http]}]', [
  'stack.yaml:5:34: `spec.expose[0].ports[0]` is `http`: expected a port or a range, such as "25565" or "8000-8010"',
]);
test(stack, '  expose: [{address: ip, ports: [80], firewall: nobody}]', [
  'stack.yaml:5:39: `spec.expose[0].firewall` is `nobody`: expected `none`, or a mapping with `sources`',
]);
test(stack, '  expose: [{address: ip, ports: [80], firewall: {sources: [0.0.0.0]}}]', [
  'stack.yaml:5:60: `spec.expose[0].firewall.sources[0]` is `0.0.0.0`: expected a range such as 203.0.113.0/24',
]);
test(stack, '  expose: [{address: ip, ports: [80], firewall: {sources: ["2001:db8::/32"]}}]', [
  'stack.yaml:5:50: `spec.expose[0].firewall.sources` is `["2001:db8::/32"]`: a target pool is reached over IPv4 alone: name a range of it',
]);
test(stack, '  expose: [{address: ip, ports: [80-90]}, {address: ip, ports: [85]}]', [
  'stack.yaml:5:43: TCP port `85` of `ip` is taken already by the stack `game` (stack.yaml:5)',
]);

test('a port of an address may be taken once by each protocol', async (t) => {
  const spec = '  expose: [{address: ip, ports: [80]}, {address: ip, ports: [80], protocol: UDP}]';
  const { stacks } = await readDeclared(aDeclaration(t, { 'game/stack.yaml': aStack(spec) }));
  t.deepEqual(
    stacks[0]?.spec.expose.map(({ ports }) => ports),
    [['80'], ['80']],
  );
});
