import test from 'ava';
import type { Action } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Outcome } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { aSharedBench } from './a-bench.ts';

const bench = aSharedBench();

const root = 'projects/my-project';
const home = 'https://www.googleapis.com/compute/v1';

/** What is read of it, time after time; `null` where there is nothing. */
function reads(name: string, ...answers: (JsonObject | null)[]): void {
  for (const answer of answers)
    bench.before(new RegExp(`^GET .*/${name}$`), () => (answer ? Response.json(answer) : refused(404, 'notFound')));
}

function refused(code: number, reason: string): Response {
  const error = { code, message: 'no', errors: [{ reason, message: 'no' }] };
  return Response.json({ error }, { status: code });
}

/** What is sent, and what comes back in place of the truth. */
function writes(answer: Response = Response.json({ name: 'op', status: 'DONE' })): { body?: JsonObject } {
  const sent: { body?: JsonObject } = {};
  bench.before(/^(?:POST|PATCH) \/compute\/v1\/(?!.*wait$)/, ({ body }) => {
    sent.body = JSON.parse(String(body));
    return answer;
  });
  return sent;
}

interface Kind {
  action: Action;
  name: string;
  live: JsonObject;
  path: string;
  undo: string;
}

const firewallBody = {
  name: 'fw',
  network: `${root}/global/networks/default`,
  sourceRanges: ['10.0.0.0/8', '192.168.0.0/16'],
  targetTags: ['a', 'b'],
  allowed: [{ IPProtocol: 'tcp', ports: ['80'] }],
};
const checkBody = { name: 'check', port: 80, requestPath: '/healthz' };
const ruleBody = {
  name: 'rule',
  IPAddress: '203.0.113.7',
  IPProtocol: 'TCP',
  portRange: '80',
  target: `${root}/regions/us-central1/targetPools/nodes`,
};
const checkPath = `${root}/global/httpHealthChecks/check`;
const poolBody = {
  name: 'nodes',
  sessionAffinity: 'NONE',
  healthChecks: [checkPath],
  instances: [`${root}/zones/us-central1-a/instances/node-1`],
};
const requires = [reference('firewalls', 'fw', 'global'), reference('targetPools', 'nodes', 'us-central1')];
const kinds = {
  firewall: {
    action: { kind: 'create-firewall', firewall: reference('firewalls', 'fw', 'global'), body: firewallBody },
    name: 'fw',
    live: { ...firewallBody, targetTags: ['b', 'a'], direction: 'INGRESS' },
    path: 'global/firewalls',
    undo: 'gcloud compute firewall-rules delete fw --project=my-project',
  },
  check: {
    action: {
      kind: 'create-health-check',
      healthCheck: reference('httpHealthChecks', 'check', 'global'),
      body: checkBody,
    },
    name: 'check',
    live: checkBody,
    path: 'global/httpHealthChecks',
    undo: 'gcloud compute http-health-checks delete check --project=my-project',
  },
  rule: {
    action: {
      kind: 'create-forwarding-rule',
      forwardingRule: reference('forwardingRules', 'rule', 'us-central1'),
      body: ruleBody,
      requires: [],
    },
    name: 'rule',
    live: { ...ruleBody, portRange: '80-80', target: `${home}/${ruleBody.target}` },
    path: 'regions/us-central1/forwardingRules',
    undo: 'gcloud compute forwarding-rules delete rule --project=my-project --region=us-central1',
  },
  pool: {
    action: {
      kind: 'create-pool',
      pool: reference('targetPools', 'nodes', 'us-central1'),
      members: [],
      body: poolBody,
    },
    name: 'targetPools/nodes',
    live: {
      ...poolBody,
      healthChecks: [`${home}/${checkPath}`],
      instances: ['node-1', 'node-2'].map((name) => `${home}/${root}/zones/us-central1-a/instances/${name}`),
    },
    path: 'regions/us-central1/targetPools',
    undo: 'gcloud compute target-pools delete nodes --project=my-project --region=us-central1',
  },
} satisfies Record<string, Kind>;

function make({ action, name, path }: Kind, ...answers: (JsonObject | null)[]): Promise<Outcome> {
  if (action.kind === 'create-pool') reads('check', checkBody);
  const selfLink = `${home}/${root}/${path}/${name.replace(/.*\//, '')}`;
  reads(name, ...answers.map((answer) => answer && { selfLink, ...answer }));
  return bench.does(action);
}

for (const kind of Object.values(kinds) as Kind[]) {
  const { name, live, path, undo, action } = kind;
  const word = name.replace(/.*\//, '');
  test.serial(`${action.kind}: what was not there is made, and read back`, async (t) => {
    const sent = writes();
    t.like(await make(kind, null, live), { state: 'done', because: null, undo });
    t.deepEqual(sent.body, (action as { body: JsonObject }).body);
    t.true(bench.sent.includes(`POST /compute/v1/${root}/${path}`));
  });
  test.serial(`${action.kind}: what is there as wanted is left`, async (t) => {
    t.like(await make(kind, live), { state: 'done', because: 'it was there already', undo: null });
    t.false(bench.sent.some((line) => line.startsWith('POST /compute')));
  });
  test.serial(`${action.kind}: I-14 what does not show is not done`, async (t) => {
    writes();
    t.like(await make(kind, null, null), { state: 'blocked', because: `\`${word}\` did not appear` });
  });
}

const differs = test.macro(async (t, kind: Kind, fields: JsonObject) => {
  t.like(await make(kind, { ...kind.live, ...fields }), {
    state: 'blocked',
    because: `\`${kind.name.replace(/.*\//, '')}\` was made otherwise since the plan; the next plan compares it`,
  });
});
const { firewall, check, rule, pool } = kinds;
test.serial('a firewall that is off is another', differs, firewall, { disabled: true });
test.serial('so is one for what leaves', differs, firewall, { direction: 'EGRESS' });
test.serial('or for other sources', differs, firewall, { sourceRanges: ['10.0.0.0/8'] });
test.serial('or for other ports', differs, firewall, { allowed: [{ IPProtocol: 'tcp', ports: ['81'] }] });
test.serial('or for other VMs', differs, firewall, { targetTags: ['a'] });
test.serial('or of another network', differs, firewall, { network: `${home}/${root}/global/networks/other` });
test.serial('a check of another port is another', differs, check, { port: 81 });
test.serial('and of another path', differs, check, { requestPath: '/' });
test.serial('a rule of another address is another', differs, rule, { IPAddress: '203.0.113.8' });
test.serial('and of another protocol', differs, rule, { IPProtocol: 'UDP' });
test.serial('and of other ports', differs, rule, { portRange: '80-81' });
test.serial('and to another pool', differs, rule, { target: `${home}/${root}/regions/us-central1/targetPools/x` });
test.serial('a pool with another affinity is another', differs, pool, { sessionAffinity: 'CLIENT_IP' });
test.serial('and without its check', differs, pool, { healthChecks: [] });
test.serial('and without a member', differs, pool, { instances: [] });

test.serial('I-14 what reads back otherwise is told', async (t) => {
  writes();
  const because = '`fw` reads back otherwise than it was written';
  t.like(await make(firewall, null, { ...firewall.live, disabled: true }), { state: 'blocked', because });
});

const answered = test.macro(async (t, answer: Response, expected: Outcome['state']) => {
  writes(answer);
  t.is((await make(firewall, null, firewall.live)).state, expected);
});
test.serial('F-02 somebody was faster: the read that follows decides', answered, refused(409, 'x'), 'done');
test.serial('in other words', answered, refused(400, 'alreadyExists'), 'done');
test.serial('any other refusal is a failure', answered, refused(400, 'invalid'), 'failed');

test.serial('what cannot be read is not made', async (t) => {
  bench.before(/^GET .*\/fw$/, () => refused(403, 'forbidden'));
  t.is((await bench.does(firewall.action)).state, 'failed');
  t.false(bench.sent.some((line) => line.startsWith('POST /compute')));
});

const tooWide = test.macro(async (t, fields: JsonObject) => {
  const { state, because } = await bench.does({
    ...firewall.action,
    body: { ...firewallBody, ...fields },
  } as Action);
  t.is(state, 'blocked');
  t.regex(because ?? '', /which would allow more than declared \(I-16\)$/);
  t.false(bench.sent.some((line) => /^(?:POST|GET) \/compute/.test(line)));
});
test.serial('I-16 a firewall without sources is never sent', tooWide, { sourceRanges: [] });
test.serial('nor one without targets', tooWide, { targetTags: null });
test.serial('nor one without ports', tooWide, { allowed: [] });

const missing = test.macro(async (t, answers: Record<string, JsonObject | null>, because: string | null) => {
  for (const [name, answer] of Object.entries(answers)) reads(name, answer);
  const outcome = await make({ ...rule, action: { ...rule.action, requires } as Action }, rule.live);
  t.is(outcome.because, because ? `${because}: a forwarding rule comes last (N-01)` : 'it was there already');
});
const full = { instances: ['a'] };
const fw = { network: `${home}/${root}/global/networks/default` };
test.serial('N-01 all that it needs is there', missing, { fw, nodes: full }, null);
test.serial('N-01 no firewall, no rule', missing, { fw: null, nodes: full }, 'firewalls `fw` is not there');
test.serial('N-01 no pool, no rule', missing, { fw, nodes: null }, 'targetPools `nodes` is not there');
test.serial('N-01 nobody in the pool, no rule', missing, { fw, nodes: {} }, 'pool `nodes` has no members');
test.serial(
  'N-01 a firewall of another network opens nothing, no rule',
  missing,
  { fw: { network: `${home}/${root}/global/networks/other` }, nodes: full },
  'firewall `fw` is of network `other`, not of `default`',
);

test.serial('N-09 without its health check no pool is made', async (t) => {
  reads('check', null);
  t.like(await bench.does(pool.action as Action), { state: 'blocked', because: 'health check `check` is not there' });
});

test.serial('P-14 no pool is made of VMs that were replaced', async (t) => {
  reads('check', checkBody);
  const members = [bench.vm('node-1'), { ...bench.vm('node-2'), id: '77' }];
  const { because } = await bench.does({ ...pool.action, members } as Action);
  t.regex(because ?? '', /^node-2 was replaced since the plan was made \(P-14\)/);
});

test.serial('P-08 nor of one that runs no more', async (t) => {
  reads('check', checkBody);
  const path = `${root}/zones/us-central1-a/instances/node-2`;
  const { state } = bench.cloud.compute;
  state.edit('instances', path, (vm) => ({ ...vm, status: 'STOPPING' }));
  const { because } = await bench.does({ ...pool.action, members: [bench.vm('node-1'), bench.vm('node-2')] } as Action);
  state.edit('instances', path, (vm) => ({ ...vm, status: 'RUNNING' }));
  t.regex(because ?? '', /^node-2 was replaced .* or runs no more; the next plan takes those that may$/);
});
