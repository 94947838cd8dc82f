import test from 'ava';
import { readDeclared } from '../../shared/declared/declared.ts';
import { DeclarationError } from '../../shared/errors.ts';
import { exposuresOf } from '../../shared/model/exposure.ts';
import { aDeclaration, aService } from './a-declaration.ts';

const refused = test.macro({
  async exec(t, service: string, expected: RegExp) {
    const root = aDeclaration(t, { 'web/service.yaml': service });
    const error = await t.throwsAsync(readDeclared(root), { instanceOf: DeclarationError });
    t.regex(error?.message.replaceAll(`${root}/web/`, '') ?? '', expected);
    t.is(error?.message.split('\n').length, 1);
  },
  title: (what) => `${what} is refused`,
});

test(
  'a Service without an address',
  refused,
  aService('web', { annotations: '{}' }),
  /^service.yaml:6:3: which address\? Add the annotation `underpin.dev\/address: NAME`/,
);
test(
  'a mistyped annotation',
  refused,
  aService('web', { annotations: '{underpin.dev/address: ip, underpin.dev/fierwall: none}' }),
  /^service.yaml:6:43: unknown annotation `underpin.dev\/fierwall`: did you mean `underpin.dev\/firewall`\?/,
);
test(
  'a firewall that is neither declared nor none',
  refused,
  aService('web', { annotations: '{underpin.dev/address: ip, underpin.dev/firewall: open}' }),
  /`underpin.dev\/firewall` is `open`: expected `none`/,
);
test(
  'an unknown pool',
  refused,
  aService('web', { annotations: '{underpin.dev/address: ip, underpin.dev/pool: node}' }),
  /no pool `node` in cluster.yaml: did you mean `nodes`\?/,
);
test(
  'a mistyped class',
  refused,
  aService('web').replace('target-pool', 'targetpool'),
  /^service.yaml:9:3: unknown load balancer class `underpin.dev\/targetpool`: did you mean `underpin.dev\/target-pool`\?/,
);
test(
  'a class without its type',
  refused,
  aService('web').replace('LoadBalancer\n', 'ClusterIP\n'),
  /`spec.type` is `ClusterIP`: a load balancer class needs/,
);
test(
  'a Service without ports',
  refused,
  aService('web', { spec: 'loadBalancerSourceRanges: [0.0.0.0/0]' }),
  /`spec.ports` is empty/,
);
test(
  'a protocol that no target pool takes',
  refused,
  aService('web', { spec: 'ports: [{port: 80, protocol: SCTP}]\n  loadBalancerSourceRanges: [0.0.0.0/0]' }),
  /`spec.ports\[0\].protocol` is `SCTP`: a target pool takes `TCP` or `UDP`/,
);
test(
  'sources of IPv6 alone',
  refused,
  aService('web', { spec: 'ports: [{port: 80}]\n  loadBalancerSourceRanges: ["2001:db8::/32"]' }),
  /`spec.loadBalancerSourceRanges` is .*a target pool is reached over IPv4 alone/,
);
test(
  'a source that is no range',
  refused,
  aService('web', { spec: 'ports: [{port: 80}]\n  loadBalancerSourceRanges: [everybody]' }),
  /`spec.loadBalancerSourceRanges\[0\]` is `everybody`: expected a range/,
);

test('two services may share an address, not a port of it', async (t) => {
  const root = aDeclaration(t, { 'a/s.yaml': aService('a'), 'b/s.yaml': aService('b') });
  const error = await t.throwsAsync(readDeclared(root), { instanceOf: DeclarationError });
  t.is(
    error?.message,
    `${root}/b/s.yaml:1:1: TCP port \`80\` of \`cluster-ip\` is taken already by the stack \`a\` (${root}/a/s.yaml:1)`,
  );
});

test('without source ranges nobody is let in, and a warning says so (N-05)', async (t) => {
  const declared = await readDeclared(
    aDeclaration(t, { 'web/s.yaml': aService('web', { spec: 'ports: [{port: 80}]' }) }),
  );
  t.deepEqual(
    exposuresOf(declared).map(({ firewall }) => firewall),
    [{ sources: [] }],
  );
  t.regex(
    declared.warnings[0]?.message ?? '',
    /no firewall is declared for the Service `web`: add `loadBalancerSourceRanges/,
  );
});

test('firewall: none is no firewall, and no warning', async (t) => {
  const service = aService('web', {
    annotations: '{underpin.dev/address: ip, underpin.dev/firewall: none}',
    spec: 'ports: [{port: 80}, {port: 81}, {port: 53, protocol: UDP}]',
  });
  const declared = await readDeclared(aDeclaration(t, { 'web/s.yaml': service }));
  t.deepEqual(
    exposuresOf(declared).map(({ protocol, ports, firewall, pool }) => ({ protocol, ports, firewall, pool })),
    [
      { protocol: 'TCP', ports: ['80', '81'], firewall: null, pool: 'nodes' },
      { protocol: 'UDP', ports: ['53'], firewall: null, pool: 'nodes' },
    ],
  );
  t.deepEqual(declared.warnings, []);
});

test('annotations without the class have no effect, and a warning says so', async (t) => {
  const service = aService('web').replace('  loadBalancerClass: underpin.dev/target-pool\n', '');
  const declared = await readDeclared(aDeclaration(t, { 'web/s.yaml': service }));
  t.deepEqual(exposuresOf(declared), []);
  t.regex(declared.warnings[0]?.message ?? '', /`underpin.dev\/address` has no effect without `loadBalancerClass/);
});

test('a Service of another class is none of our business', async (t) => {
  const service = aService('web', { annotations: '{}' }).replace('underpin.dev/target-pool', 'example.com/other');
  const declared = await readDeclared(aDeclaration(t, { 'web/s.yaml': service }));
  t.deepEqual([exposuresOf(declared), declared.warnings], [[], []]);
});
