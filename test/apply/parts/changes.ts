import test from 'ava';
import type { ActionOf } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Outcome } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { aSharedBench, refusal } from './a-bench.ts';

const bench = aSharedBench();

const root = 'projects/my-project';
const ok = () => Response.json({ name: 'op', status: 'DONE' });
const notFound = () => Response.json({ error: { code: 404, message: 'no' } }, { status: 404 });

function reads(name: string, ...answers: (JsonObject | null)[]): void {
  for (const answer of answers)
    bench.before(new RegExp(`^GET .*/${name}$`), () => (answer ? Response.json(answer) : notFound()));
}

function noWrite(): boolean {
  return !bench.sent.some((line) => /^(?:POST|PATCH) \/(?:compute|api)/.test(line));
}

const rule = reference('forwardingRules', 'rule', 'us-central1');
const pool = reference('targetPools', 'nodes', 'us-central1');
const poolAt = (name: string, project = 'my-project') =>
  `https://www.googleapis.com/compute/v1/projects/${project}/regions/us-central1/targetPools/${name}`;

function point(
  before: JsonObject | null,
  fields: Partial<ActionOf<'set-forwarding-rule-target'>> = {},
  members = ['a'],
) {
  reads('rule', before);
  reads('nodes', { instances: members });
  const replaces = poolAt('old');
  return bench.does({
    kind: 'set-forwarding-rule-target',
    forwardingRule: rule,
    pool,
    replaces,
    requires: [],
    ...fields,
  });
}

const pointed = test.macro(async (t, before: JsonObject, replaces: string | null, undo: string | null) => {
  let body = '';
  bench.before(/setTarget\?/, (init) => {
    body = String(init.body);
    return ok();
  });
  const going = point(before, { replaces });
  reads('rule', { target: poolAt('nodes', '1234567') });
  t.like(await going, { state: 'done', because: null, undo });
  t.deepEqual(JSON.parse(body), { target: `${root}/regions/us-central1/targetPools/nodes` });
  const at = bench.sent.findIndex((line) => line.endsWith('/setTarget'));
  t.regex(bench.sent[at - 1] ?? '', /^PUT .*leases\/home$/, 'I-20 right after the Lease is confirmed');
});
const undo =
  'gcloud compute forwarding-rules set-target rule --project=my-project --region=us-central1 --target-pool=old';
test.serial('a rule is pointed to its pool', pointed, { target: poolAt('old') }, poolAt('old'), undo);
test.serial(
  'in whatever words its target was told',
  pointed,
  { target: poolAt('old') },
  'regions/us-central1/targetPools/old',
  undo,
);
test.serial('also one that led nowhere', pointed, {}, null, null);
test.serial('also one that led to what is no pool', pointed, { target: 'odd' }, 'odd', null);

const notPointed = test.macro(
  async (t, before: JsonObject | null, expected: Partial<Outcome>, members: string[] = ['a']) => {
    t.like(await point(before, {}, members), expected);
    t.true(noWrite());
  },
);
const moved = { state: 'blocked', because: 'its target changed since the plan (I-19)' } as const;
const marked = { state: 'blocked', because: 'it is marked underpin.dev/protect (I-26)' } as const;
const old = { target: poolAt('old') };
test.serial('one that is gone is told', notPointed, null, {
  state: 'blocked',
  because: 'forwarding rule `rule` no longer exists',
});
test.serial('I-26 one with the label stays', notPointed, { ...old, labels: { 'underpin-protect': 'true' } }, marked);
test.serial(
  'P-10 one that a Service has taken since the plan stays',
  notPointed,
  { ...old, description: '{"kubernetes.io/service-name":"web/a"}' },
  { state: 'blocked', because: 'it belongs to Service web/a since the plan (P-10)', isForPerson: true },
);
test.serial('I-26 one with the description stays', notPointed, { ...old, description: 'underpin.dev/protect' }, marked);
test.serial(
  'one that leads there already is done',
  notPointed,
  { target: poolAt('nodes', '1234567') },
  {
    state: 'done',
    because: 'it led there already',
  },
);
test.serial('I-19 one that leads elsewhere by now is left', notPointed, { target: poolAt('third') }, moved);
test.serial('I-19 so is one that leads nowhere by now', notPointed, {}, moved);
test.serial(
  'no traffic is sent to an empty pool',
  notPointed,
  old,
  { state: 'blocked', because: 'pool `nodes` has no members' },
  [],
);

test.serial('N-01 no traffic is led to a pool that no firewall opens', async (t) => {
  reads('home-web', null);
  const requires = [reference('firewalls', 'home-web', 'global')];
  const because = 'firewalls `home-web` is not there: traffic is led there last (N-01)';
  t.like(await point(old, { requires }), { state: 'blocked', because });
  t.true(noWrite());
});

test.serial('I-14 a target that did not change is told', async (t) => {
  bench.before(/setTarget\?/, ok);
  const going = point(old);
  reads('rule', old);
  t.like(await going, { state: 'blocked', because: 'its target did not read back as written' });
});

const firewall = reference('firewalls', 'fw', 'global');
const wanted = {
  sourceRanges: ['10.0.0.0/8'],
  allowed: [{ IPProtocol: 'tcp', ports: ['80'] }],
  targetTags: ['a'],
  priority: 1000,
  disabled: false,
};

function patch(before: JsonObject | null, replaces: JsonObject, body: JsonObject = wanted) {
  reads('fw', before);
  return bench.does({ kind: 'patch-firewall', firewall, body, replaces });
}

test.serial('I-16 a firewall that would be open to all is never sent', async (t) => {
  for (const field of ['sourceRanges', 'allowed']) {
    const { because } = await patch({ ...wanted, priority: 10 }, { priority: 10 }, { ...wanted, [field]: [] });
    t.regex(because ?? '', /^it would name no sources or no ports/);
  }
  t.true(noWrite());
});

test.serial('a firewall that is gone, right already or marked is left', async (t) => {
  t.like(await patch(null, {}), { state: 'blocked', because: 'firewall `fw` no longer exists' });
  const { priority: _, disabled: __, ...rest } = wanted;
  t.like(await patch(rest, { priority: 10 }), { state: 'done', because: 'it was as declared already', undo: null });
  t.like(await patch({ ...rest, description: 'underpin.dev/protect' }, {}), marked);
  t.true(noWrite());
});

const sameInOtherWords = test.macro(async (t, before: JsonObject, body: JsonObject) => {
  t.like(await patch({ ...wanted, ...before }, {}, body), { state: 'done', because: 'it was as declared already' });
  t.true(noWrite());
});
const tags = { targetTags: ['b', 'a'] };
test.serial('N-04 sources in other words are the same', sameInOtherWords, { sourceRanges: ['10.1.2.3/8'] }, wanted);
test.serial('N-04 tags in another order are', sameInOtherWords, { targetTags: ['a', 'b'] }, { ...wanted, ...tags });
test.serial('N-04 in either', sameInOtherWords, tags, { ...wanted, targetTags: ['a', 'b'] });
const ports = { allowed: [{ IPProtocol: '6', ports: ['80-80'] }] };
test.serial('N-04 and ports in other words', sameInOtherWords, ports, wanted);

test.serial('N-05 only what differs is sent, and the way back names nothing else', async (t) => {
  let body = '';
  bench.before(/^PATCH .*\/fw\?/, (init) => {
    body = String(init.body);
    return ok();
  });
  const { sourceRanges: _, ...before } = { ...wanted, sourceTags: ['bastion'] };
  // Neither was told of the one that was planned for: the API leaves out what is its default.
  const next = { ...wanted, disabled: true, priority: 10 };
  const going = patch(before, {}, next);
  reads('fw', next);
  const way = 'gcloud compute firewall-rules update fw --project=my-project --priority=1000 --no-disabled';
  t.is((await going).undo, way);
  t.deepEqual(JSON.parse(body), { sourceRanges: wanted.sourceRanges, priority: 10, disabled: true });
  const at = bench.sent.findIndex((line) => line.startsWith('PATCH'));
  t.regex(bench.sent[at - 1] ?? '', /^PUT .*leases\/home$/, 'I-20 right after the Lease is confirmed');
});

test.serial('I-19 a firewall that was edited since the plan is left to the next', async (t) => {
  const edited = { ...wanted, sourceRanges: ['192.0.2.0/24'], priority: 10 };
  t.like(await patch(edited, { priority: 10, sourceRanges: ['10.0.0.0/9'] }), {
    state: 'blocked',
    because: 'sourceRanges changed since the plan; the next plan compares it (I-19)',
  });
  const { targetTags, ...body } = wanted;
  const forOthers = { ...wanted, priority: 10, targetTags: ['b'] };
  t.like(await patch(forOthers, { priority: 10, targetTags }, body), {
    state: 'blocked',
    because: 'targetTags changed since the plan; the next plan compares it (I-19)',
  });
  const ports = [{ IPProtocol: 'tcp', ports: ['1-65535'] }];
  t.like(await patch({ ...wanted, allowed: ports }, {}), {
    state: 'blocked',
    because: 'allowed changed since the plan; the next plan compares it (I-19)',
  });
  t.true(noWrite());
});

test.serial('what was empty before is empty on the way back', async (t) => {
  const before = { ...wanted, targetTags: [] };
  const { targetTags: _, ...replaced } = before;
  bench.before(/^PATCH .*\/fw\?/, ok);
  const going = patch(replaced, { targetTags: [] });
  reads('fw', wanted);
  t.regex((await going).undo ?? '', /^gcloud compute firewall-rules update fw --project=my-project .*--target-tags=/);
});

test.serial('I-14 what did not read back is named', async (t) => {
  bench.before(/^PATCH .*\/fw\?/, ok);
  const before = { ...wanted, disabled: true, priority: 10 };
  const going = patch(before, { disabled: true, priority: 10 });
  reads('fw', { ...wanted, priority: 10 });
  t.like(await going, { state: 'blocked', because: 'priority did not read back as planned' });
});

test.serial('I-14 nor is it done where somebody has edited another field meanwhile', async (t) => {
  bench.before(/^PATCH .*\/fw\?/, ok);
  const before = { ...wanted, disabled: true };
  const going = patch(before, { disabled: true });
  reads('fw', { ...wanted, sourceRanges: ['0.0.0.0/0'] });
  t.like(await going, { state: 'blocked', because: 'sourceRanges did not read back as planned' });
});

const serviceClass = 'underpin.dev/target-pool';
const service = (ingress: JsonObject[] | null, fields: JsonObject = {}): JsonObject => ({
  metadata: { name: 'minecraft', resourceVersion: '7' },
  spec: { loadBalancerClass: serviceClass },
  status: { loadBalancer: { ingress } },
  ...fields,
});
const here = { ip: '203.0.113.7', ipMode: 'VIP' };
const patchService = (ingress: JsonObject[] | null) =>
  `kubectl patch service minecraft --namespace=default --subresource=status --type=merge --patch='${JSON.stringify({ status: { loadBalancer: { ingress } } })}'`;

function tell(...answers: (JsonObject | null)[]) {
  for (const answer of answers)
    bench.before(/^GET .*services\/minecraft$/, () => (answer ? Response.json(answer) : refusal(404, 'NotFound')));
  const action = {
    kind: 'set-service-status',
    namespace: 'default',
    name: 'minecraft',
    address: '203.0.113.7',
  } as const;
  return bench.does({ ...action, leaves: ['203.0.113.8'] });
}

const leading = { IPProtocol: 'TCP', portRange: '25565-25565', target: poolAt('nodes') };

function hasForwardingRules(IPAddress: string, fields: JsonObject = {}): void {
  const selfLink = `https://www.googleapis.com/compute/v1/${root}/regions/us-central1/forwardingRules/web`;
  const forwardingRules = [{ IPAddress, selfLink, ...leading, ...fields }];
  const items = { 'regions/us-central1': { forwardingRules } };
  bench.before(/aggregated\/forwardingRules/, () =>
    Response.json({ kind: 'compute#forwardingRuleAggregatedList', items }),
  );
}

const isTold = test.macro(async (t, ingress: JsonObject[] | null, before: JsonObject[] | null) => {
  let body = '';
  let type: string | null = '';
  bench.before(/^PATCH .*services\/minecraft\/status\?fieldManager=underpin$/, (init) => {
    body = String(init.body);
    type = new Headers(init.headers).get('content-type');
    return Response.json({});
  });
  hasForwardingRules(here.ip);
  t.like(await tell(service(ingress), service([here])), { state: 'done', because: null, undo: patchService(before) });
  const status = { loadBalancer: { ingress: [here] } };
  t.deepEqual(JSON.parse(body), { metadata: { resourceVersion: '7' }, status });
  t.is(type, 'application/merge-patch+json');
});
const elsewhere = { ip: '203.0.113.8' };
test.serial('a Service without an address is told it', isTold, null, null);
test.serial('one with another as well', isTold, [elsewhere], [elsewhere]);
test.serial('one with two as well', isTold, [here, elsewhere], [here, elsewhere]);
test.serial(
  'one that takes no packets on the node as well',
  isTold,
  [{ ...here, ipMode: 'Proxy' }],
  [{ ...here, ipMode: 'Proxy' }],
);

const notTold = test.macro(async (t, before: JsonObject | null, expected: Partial<Outcome>) => {
  t.like(await tell(before), expected);
  t.true(noWrite());
});
test.serial('N-01 one with another keeps it until a forwarding rule leads to the new one', async (t) => {
  const because =
    'no forwarding rule brings TCP 25565 of 203.0.113.7 to its pool, and the Service would leave 203.0.113.8 for it (N-01)';
  hasForwardingRules(elsewhere.ip);
  t.like(await tell(service([elsewhere])), { state: 'blocked', because });
  for (const [field, other] of Object.entries({ portRange: '80-80', IPProtocol: 'UDP', target: poolAt('old') })) {
    hasForwardingRules(here.ip, { [field]: other });
    t.like(await tell(service([elsewhere])), { state: 'blocked', because }, field);
  }
  bench.before(/aggregated\/forwardingRules/, () => refusal(403, 'Forbidden'));
  t.regex(
    (await tell(service([elsewhere]))).because ?? '',
    /^the forwarding rules cannot be read \(.*\), and the Service/,
  );
  t.true(noWrite());
});
test.serial('I-19 also one that it has got since the plan', notTold, service([elsewhere, { ip: '203.0.113.9' }]), {
  state: 'blocked',
  because: 'it answers on 203.0.113.8, 203.0.113.9 since the plan (I-19)',
});
const said = { state: 'done', because: 'it said so already' } as const;
test.serial('one that says so is left', notTold, service([here]), said);
test.serial('also without the mode, which is VIP', notTold, service([{ ip: here.ip }]), said);
test.serial('one that is not there is told', notTold, null, {
  state: 'blocked',
  because: 'Service default/minecraft does not exist yet',
});
test.serial(
  'N-07 one of another class is another controller’s',
  notTold,
  service(null, { spec: { loadBalancerClass: 'x' } }),
  {
    state: 'blocked',
    because: "its load balancer class is `x`, so its status is another controller's",
  },
);
test.serial('N-07 so is one of none', notTold, service(null, { spec: {} }), {
  state: 'blocked',
  because: "its load balancer class is `none`, so its status is another controller's",
});
const protectedMetadata = { metadata: { annotations: { 'underpin.dev/protect': 'true' } } };
test.serial('I-26 a marked one stays', notTold, service(null, protectedMetadata), marked);

test.serial('I-14 a status that did not change is told', async (t) => {
  bench.before(/^PATCH .*services\/minecraft/, () => Response.json({}));
  t.like(await tell(service(null), service(null)), {
    state: 'blocked',
    because: 'its status did not read back as written',
  });
});

test.serial('a Service that was written meanwhile is left to the next pass', async (t) => {
  bench.before(/^PATCH .*services\/minecraft/, () => refusal(409, 'Conflict', 'modified'));
  const { state, because } = await tell(service(null));
  t.is(state, 'failed');
  t.regex(because ?? '', /^PATCH \/api\/v1\/namespaces\/default\/services\/minecraft\/status: 409 modified$/);
});
