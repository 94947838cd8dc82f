import test from 'ava';
import type { Declared } from '../../../shared/model/declared.ts';
import type { Live } from '../../../shared/model/live.ts';
import { externalIPs } from '../../../shared/plan/rules/external-ips.ts';
import { trafficPath } from '../../../shared/plan/rules/traffic-path.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { anEndpoint, aPod, aService, aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import { stacksOf } from '../../observe/stacks-of.ts';

const inStackFile = aDeclaration({
  stacks: [{ spec: { expose: [{ address: 'cluster-ip', ports: ['25565'], firewall: { sources: ['0.0.0.0/0'] } }] } }],
});

function told(live: Live, declared: Declared = anOpening()) {
  return trafficPath(declared, live).map(({ outcome, severity, subject, path }) =>
    [outcome, severity, subject, path].join(' '),
  );
}

test('N-07: no ready pod', (t) => {
  const live = anOpenedService({ endpoints: [anEndpoint({ ready: false })] });
  const [found] = trafficPath(anOpening(), live);
  t.like(found, { severity: 'critical', subject: 'Service/default/minecraft', path: 'endpoints' });
  t.is(found?.why, '203.0.113.7:25565: packets reach the nodes and stop there: none of its 1 pods is ready');
});

test('N-07: a pod whose port has another name is not behind the Service’s port', (t) => {
  t.deepEqual(told(anOpenedService({ endpoints: [anEndpoint({ portNames: ['game'] })] })), [
    'drift critical Service/default/minecraft endpoints',
  ]);
});

test('N-07: externalTrafficPolicy Local names the nodes that drop traffic', (t) => {
  const live = anOpenedService({ services: [aService({ spec: { externalTrafficPolicy: 'Local' } })] });
  const [found] = trafficPath(anOpening(), live);
  t.like(found, { severity: 'warning', path: 'spec.externalTrafficPolicy', live: ['node-2', 'node-3'] });
  t.regex(found?.why ?? '', /no ready pod runs on node-2, node-3/);
});

test('N-07: Local with no pod at all is critical', (t) => {
  const services = [aService({ spec: { externalTrafficPolicy: 'Local' } })];
  t.deepEqual(told(anOpenedService({ services, endpoints: [] })), [
    'drift critical Service/default/minecraft spec.externalTrafficPolicy',
  ]);
});

const taken = test.macro((t, fields: Partial<Live>) => t.deepEqual(told(anOpenedService(fields), inStackFile), []));
const plain = { type: 'ClusterIP', loadBalancerClass: null };
test('N-07: what takes packets for an address that could not be read is not guessed', taken, {
  services: [aService({ spec: { ...plain, externalIPs: ['203.0.113.7'] }, status: {} })],
  addresses: [],
  gaps: [aGap('addresses')],
});
test('N-07: a Service with the address as an external one takes it', taken, {
  services: [aService({ spec: { ...plain, externalIPs: ['203.0.113.7'] }, status: {} })],
});
test('N-07: a nodePort takes it', taken, {
  services: [aService({ spec: { ...plain, type: 'NodePort', ports: [{ port: 80, nodePort: 25565 }] }, status: {} })],
});
const hostPorts = [{ port: 25565, protocol: 'TCP' }];
test('N-07: a hostPort on every node takes it', taken, {
  services: [],
  pods: ['node-1', 'node-2', 'node-3'].map((node) => aPod({ name: `mc-${node}`, node, hostPorts })),
});

test('N-07: a hostPort on one node only: the others drop', (t) => {
  const live = anOpenedService({ services: [], pods: [aPod({ hostPorts })] });
  const [found] = trafficPath(inStackFile, live);
  t.like(found, {
    subject: 'Stack/minecraft',
    path: 'spec.expose[TCP 25565] hostPort',
    live: ['node-2', 'node-3'],
    severity: 'warning',
  });
});

test('N-07: a hostPort of another protocol takes nothing', (t) => {
  const pods = [aPod({ hostPorts: [{ port: 25565, protocol: 'UDP' }] })];
  const found = told(anOpenedService({ services: [], pods }), inStackFile);
  t.deepEqual(found, ['drift critical Stack/minecraft spec.expose[TCP 25565] spec.ports']);
});

test('N-07: nothing in the cluster takes the port', (t) => {
  const live = anOpenedService({ services: [aService({ spec: { ...plain }, status: {} })] });
  t.deepEqual(told(live, inStackFile), ['drift critical Stack/minecraft spec.expose[TCP 25565] spec.ports']);
});

test('a Service that answers on the address, but not on the declared port', (t) => {
  const live = anOpenedService({ services: [aService({ spec: { ports: [{ port: 80 }] } })] });
  t.deepEqual(told(live), ['drift critical Service/default/minecraft spec.ports']);
});

test('a member that never became a node drops what it gets, once it had time', (t) => {
  const live = anOpenedService();
  const nodes = live.nodes.filter(({ name }) => name !== 'node-3');
  t.deepEqual(told({ ...live, nodes }), ['drift warning Service/default/minecraft nodes[us-central1-a/node-3]']);
  const instances = live.instances.map((one) => ({ ...one, creationTimestamp: '2027-01-15T02:55:00Z' }));
  t.deepEqual(told({ ...live, nodes, instances }), []);
});

test('P-07: what could not be read makes the way unknown, never right and never wrong', (t) => {
  t.deepEqual(told(anOpenedService({ endpoints: [], gaps: [aGap('endpoints')] })), [
    'unknown warning Service/default/minecraft path',
  ]);
  t.deepEqual(told(anOpenedService({ nodes: [], gaps: [aGap('nodes')] })), [
    'unknown warning Service/default/minecraft path',
  ]);
});

test('what is wrong before the node has findings of its own', (t) => {
  t.deepEqual(told(anOpenedService({ forwardingRules: [], services: [] })), []);
});

test('N-07: externalIPs is going away, and here is what replaces it', (t) => {
  const old = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'minecraft', labels: { app: 'minecraft' } },
    spec: { externalIPs: ['203.0.113.7'], ports: [{ port: 25565 }], selector: { app: 'minecraft' } },
  };
  const expose = [{ address: 'cluster-ip', ports: ['25565'], firewall: { sources: ['0.0.0.0/0'] } }];
  const [found] = externalIPs(aDeclaration({ stacks: [{ spec: { expose }, objects: [old] }] }), anOpenedService());
  t.like(found, { severity: 'info', path: 'spec.externalIPs', undeclared: true, rule: 'N-07' });
  t.is(
    found?.command,
    [
      "kubectl apply --filename=- <<'EOF'",
      'apiVersion: v1',
      'kind: Service',
      'metadata:',
      '  name: minecraft',
      '  labels:',
      '    app: minecraft',
      '  annotations:',
      '    underpin.dev/address: cluster-ip',
      'spec:',
      '  type: LoadBalancer',
      '  loadBalancerClass: underpin.dev/target-pool',
      '  allocateLoadBalancerNodePorts: false',
      '  loadBalancerSourceRanges:',
      '    - 0.0.0.0/0',
      '  ports:',
      '    - port: 25565',
      '  selector:',
      '    app: minecraft',
      'EOF',
    ].join('\n'),
  );
});

test('N-07: what replaces it is in the namespace that the stack names', (t) => {
  const [declared] = stacksOf(
    { web: 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {externalIPs: [203.0.113.7]}\n' },
    'games',
  );
  const [found] = externalIPs({ ...aDeclaration(), stacks: declared ? [declared] : [] }, anOpenedService());
  t.is(found?.subject, 'Service/games/web');
  t.regex(found?.command ?? '', /^metadata:\n {2}name: web\n {2}namespace: games$/m);
});

test('a Service of our own class is not deprecated', (t) => {
  t.deepEqual(externalIPs(aDeclaration({ stacks: [{ objects: [aServiceManifest()] }] }), anOpenedService()), []);
});
