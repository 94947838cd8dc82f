import test from 'ava';
import type { RunResult } from '../../shared/model/report.ts';
import { anEmptyProject } from './an-empty-project.ts';

function told({ outcomes }: Pick<RunResult, 'outcomes'>): string[] {
  return outcomes.map(
    ({ state, kind, target, because }) => `${state} ${kind} ${target}${because ? `: ${because}` : ''}`,
  );
}

const forbidden = { kind: 'error', error: { status: 403, reason: 'forbidden', message: 'no' } } as const;

const opened = [
  'done create-health-check HttpHealthCheck/home-nodes',
  'done create-pool TargetPool/us-central1/nodes',
  'done create-firewall Firewall/home-minecraft',
  'done create-firewall Firewall/home-nodes-health',
  'done create-forwarding-rule ForwardingRule/us-central1/home-minecraft-tcp-25565',
  'done set-service-status Service/default/minecraft',
];

test.serial('N-01: a Service by its own manifest is reached, and the second run plans nothing', async (t) => {
  const project = await anEmptyProject();
  t.deepEqual(told(await project.repair('apply', { stack: 'minecraft' })), opened);
  await project.clock.advance(60_000);
  const again = await project.repair('plan');
  t.deepEqual(again.plan.findings, []);
  t.is(again.paths[0]?.reaches, 'all');
  project.close();
});

test.serial('N-01: a pool alone is made with the health check that it needs', async (t) => {
  const project = await anEmptyProject();
  t.deepEqual(told(await project.repair('apply', { pool: 'nodes' })), opened.slice(0, 2));
  project.close();
});

test.serial('every creation tells the command that reverts it', async (t) => {
  const project = await anEmptyProject();
  const { outcomes } = await project.repair('apply');
  t.deepEqual(
    outcomes.map(({ undo }) => undo),
    [
      'gcloud compute http-health-checks delete home-nodes --project=my-project',
      'gcloud compute target-pools delete nodes --project=my-project --region=us-central1',
      'gcloud compute firewall-rules delete home-minecraft --project=my-project',
      'gcloud compute firewall-rules delete home-nodes-health --project=my-project',
      'gcloud compute forwarding-rules delete home-minecraft-tcp-25565 --project=my-project --region=us-central1',
      `kubectl patch service minecraft --namespace=default --subresource=status --type=merge --patch='{"status":{"loadBalancer":{"ingress":null}}}'`,
    ],
  );
  project.close();
});

test.serial('N-01: what is made comes in order, the forwarding rule last', async (t) => {
  const project = await anEmptyProject();
  await project.repair('apply');
  const writes = project.cloud.compute.calls.map(({ method }) => method).filter((method) => /insert$/.test(method));
  t.deepEqual(writes.slice(-5), [
    'compute.httpHealthChecks.insert',
    'compute.targetPools.insert',
    'compute.firewalls.insert',
    'compute.firewalls.insert',
    'compute.forwardingRules.insert',
  ]);
  project.close();
});

test.serial('N-01: without the firewall there is no forwarding rule', async (t) => {
  const project = await anEmptyProject();
  project.cloud.compute.faults.add({ method: 'compute.firewalls.insert', fault: forbidden, count: 10 });
  const { outcomes } = await project.repair('apply');
  const rule = outcomes.find(({ kind }) => kind === 'create-forwarding-rule');
  t.is(rule?.state, 'blocked');
  t.regex(rule?.because ?? '', /firewalls `home-.*` is not there: a forwarding rule comes last/);
  t.deepEqual(project.cloud.compute.state.list('forwardingRules', 'my-project'), []);
  project.close();
});

test.serial(
  'I-28: an answer that gets lost is asked for again with the same id, and nothing is made twice',
  async (t) => {
    const project = await anEmptyProject();
    project.cloud.compute.faults.add({ method: 'compute.targetPools.insert', fault: { kind: 'reset', applied: true } });
    t.deepEqual(told(await project.repair('apply')), opened);
    const ids = project.cloud.compute.calls.filter(({ method }) => method === 'compute.targetPools.insert');
    t.is(ids.length, 2);
    t.is(new Set(ids.map(({ requestId }) => requestId)).size, 1);
    project.close();
  },
);

const meanwhile = test.macro(async (t, port: number, expected: string) => {
  const project = await anEmptyProject();
  const { plan } = await project.repair('plan');
  await project.byHand('global/httpHealthChecks', { name: 'home-nodes', port, requestPath: '/healthz' });
  t.is(told({ outcomes: await project.applyLate(plan) })[0], expected);
  project.close();
});
test.serial(
  'what somebody made as declared since the plan is done',
  meanwhile,
  10256,
  'done create-health-check HttpHealthCheck/home-nodes: it was there already',
);
test.serial(
  'what somebody made otherwise since the plan is left alone',
  meanwhile,
  80,
  'blocked create-health-check HttpHealthCheck/home-nodes: `home-nodes` was made otherwise since the plan; the next plan compares it',
);

test.serial('I-25: a plan writes nothing', async (t) => {
  const project = await anEmptyProject();
  const before = project.cloud.compute.calls.length;
  const { plan } = await project.repair('plan');
  t.is(plan.actions.length, opened.length);
  t.false(project.cloud.compute.calls.slice(before).some(({ mutating }) => mutating));
  t.false(project.kubernetes.calls.some(({ verb }) => ['create', 'update', 'patch', 'delete'].includes(verb)));
  project.close();
});
