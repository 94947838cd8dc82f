import test from 'ava';
import type { Live, MemberHealth } from '../../../shared/model/live.ts';
import { healthChecks } from '../../../shared/plan/rules/health-checks.ts';
import { memberHealth } from '../../../shared/plan/rules/member-health.ts';
import { aHealthCheck, anInstance, aPool, reference } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

test('N-01: a missing health check is made, legacy HTTP', (t) => {
  const [found] = healthChecks(anOpening(), anOpenedService({ healthChecks: [], pools: [] }));
  t.is(found?.subject, 'HttpHealthCheck/home-nodes');
  t.like(found?.action, {
    kind: 'create-health-check',
    body: { name: 'home-nodes', port: 10256, requestPath: '/healthz' },
  });
  t.is(
    found?.command,
    'gcloud compute http-health-checks create home-nodes --project=my-project --port=10256 --request-path=/healthz',
  );
});

test('N-09: the pool may have one by another name, when none is declared', (t) => {
  const instances = [anInstance()];
  const pools = [aPool(instances, { healthChecks: ['global/httpHealthChecks/by-hand'] })];
  const live = anOpenedService({ pools, healthChecks: [aHealthCheck({ name: 'by-hand' })] });
  t.deepEqual(healthChecks(anOpening(), live), []);
});

test('N-09: another name than the declared one', (t) => {
  const pools = [
    { name: 'nodes', nodeGroups: ['default'], healthCheck: { name: 'kube-proxy', port: 10256, path: '/healthz' } },
  ];
  const live = anOpenedService({ healthChecks: [aHealthCheck(), aHealthCheck({ name: 'kube-proxy' })] });
  const [found] = healthChecks(aDeclaration({ spec: { pools } }), live);
  t.like(found, {
    subject: 'TargetPool/us-central1/nodes',
    path: 'healthChecks',
    declared: 'kube-proxy',
    live: 'home-nodes',
  });
  t.regex(found?.command ?? '', /remove-health-checks nodes .* && .*add-health-checks nodes/);
});

test('N-09: a pool without its check sends traffic to the dead', (t) => {
  const live = anOpenedService();
  const [pool] = live.pools;
  const [found] = healthChecks(anOpening(), { ...live, pools: pool ? [{ ...pool, healthChecks: [] }] : [] });
  t.like(found, { rule: 'N-09', severity: 'critical', path: 'healthChecks', action: null });
  t.regex(found?.command ?? '', /add-health-checks nodes .*--http-health-check=home-nodes/);
});

test('N-09: port and path are compared', (t) => {
  const found = healthChecks(anOpening(), anOpenedService({ healthChecks: [aHealthCheck({ port: 80, path: '/' })] }));
  t.deepEqual(
    found.map(({ path, declared, live }) => [path, declared, live]),
    [
      ['port', 10256, 80],
      ['requestPath', '/healthz', '/'],
    ],
  );
});

test('N-09: a declared one that does not exist is made before the pool gives up the one that it has', (t) => {
  const pools = [
    { name: 'nodes', nodeGroups: ['default'], healthCheck: { name: 'kube-proxy', port: 10256, path: '/healthz' } },
  ];
  const live = anOpenedService({ healthChecks: [aHealthCheck({ port: 80 })] });
  const found = healthChecks(aDeclaration({ spec: { pools } }), live);
  t.deepEqual(
    found.map(({ subject, action }) => [subject, action?.kind]),
    [
      ['HttpHealthCheck/kube-proxy', 'create-health-check'],
      ['TargetPool/us-central1/nodes', undefined],
    ],
    'the one that is to go is not changed',
  );
  t.regex(found[1]?.command ?? '', / create kube-proxy .* && .* remove-health-checks .* && .* add-health-checks /);
});

test('C-01: no declared health check, nothing compared', (t) => {
  const pools = [{ name: 'nodes', nodeGroups: ['default'] }];
  t.deepEqual(healthChecks(aDeclaration({ spec: { pools } }), anOpenedService({ healthChecks: [] })), []);
});

test('P-07: health checks that could not be read are unknown', (t) => {
  const live = anOpenedService({ healthChecks: [], gaps: [aGap('healthChecks')] });
  t.like(healthChecks(anOpening(), live), [{ outcome: 'unknown' }]);
});

function healthBy(address: string, ...healthy: boolean[]): MemberHealth[] {
  const pool = reference('targetPools', 'nodes', 'us-central1');
  return healthy.map((one, index) => ({
    pool,
    instance: reference('instances', `node-${index + 1}`, 'us-central1-a'),
    address,
    healthy: one,
  }));
}

function withHealth(...healthy: boolean[]): Live {
  return anOpenedService({ health: healthBy('203.0.113.7', ...healthy) });
}

test('P-12: a member that does not answer is named', (t) => {
  const found = memberHealth(anOpening(), withHealth(true, false, true));
  t.deepEqual(
    found.map(({ path, severity }) => [path, severity]),
    [['instances[us-central1-a/node-2]', 'warning']],
  );
});

test('N-09: with no healthy member the pool sends traffic to all', (t) => {
  const found = memberHealth(anOpening(), withHealth(false, false, false));
  t.is(found.length, 1);
  t.regex(found[0]?.why ?? '', /sends traffic to all of them/);
});

test('N-09: each address is checked by itself, and named where they differ', (t) => {
  const by = (one: boolean[], other: boolean[]) => {
    const health = [...healthBy('203.0.113.7', ...one), ...healthBy('203.0.113.8', ...other)];
    return memberHealth(anOpening(), anOpenedService({ health })).map(({ path, why }) => [path, why]);
  };
  const [well, sick] = [
    [true, true, true],
    [false, false, false],
  ];
  const all = 'so the pool sends traffic to all of them, dead or alive';
  t.deepEqual(by(well, sick), [['instances', `no member answers the health check of 203.0.113.8, ${all}`]]);
  t.deepEqual(by(sick, sick), [['instances', `no member answers the health check, ${all}`]]);
  const none = 'so the pool sends it no new connections';
  const second = 'instances[us-central1-a/node-2]';
  t.deepEqual(by([true, false, true], well), [[second, `it does not answer the health check of 203.0.113.7, ${none}`]]);
  t.deepEqual(by([true, false, true], [true, false, true]), [[second, `it does not answer the health check, ${none}`]]);
  t.deepEqual(
    by([true, false, true], sick).map(([path]) => path),
    [second, 'instances'],
  );
});

test('P-07: of members that were not asked, or did not come to an answer, nothing is said', (t) => {
  const found = memberHealth(anOpening(), { ...withHealth(false), gaps: [aGap('health', 'nodes/node-2')] });
  t.deepEqual(
    found.map(({ path, severity }) => [path, severity]),
    [['instances[us-central1-a/node-1]', 'warning']],
  );
});

test('N-09: a member whose VM is gone or down answers nobody, and is not asked', (t) => {
  const live = withHealth(false);
  const instances = live.instances.slice(0, 2).map((one, at) => (at === 1 ? { ...one, status: 'TERMINATED' } : one));
  const whole = { ...live, instances };
  t.is(memberHealth(anOpening(), whole)[0]?.path, 'instances');
  const partly = { ...whole, gaps: [aGap('instances', 'us-central1-a')] };
  t.is(memberHealth(anOpening(), partly)[0]?.path, 'instances[us-central1-a/node-1]');
});

test('N-11: where the checkers are kept out, the firewall is what is wrong', (t) => {
  t.deepEqual(memberHealth(anOpening(), { ...withHealth(false, false, false), firewalls: [] }), []);
});

test('N-11: a VM without the tag is told as such, and another that does not answer is told all the same', (t) => {
  const live = withHealth(false, false, true);
  const instances = live.instances.map((one, at) => (at === 0 ? { ...one, tags: [] } : one));
  t.deepEqual(
    memberHealth(anOpening(), { ...live, instances }).map(({ path }) => path),
    ['instances[us-central1-a/node-2]'],
  );
});

test('P-12: a VM of two minutes is given time', (t) => {
  const live = withHealth(false);
  const instances = live.instances.map((one) => ({ ...one, creationTimestamp: '2027-01-15T02:58:00Z' }));
  t.deepEqual(memberHealth(anOpening(), { ...live, instances }), []);
});
