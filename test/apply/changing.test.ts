import test from 'ava';
import type { JsonObject } from '../../shared/model/json.ts';
import type { RunResult } from '../../shared/model/report.ts';
import { anEmptyProject, type EmptyProject } from './an-empty-project.ts';

async function anOpenedProject(): Promise<EmptyProject> {
  const project = await anEmptyProject();
  await project.repair('apply');
  await project.clock.advance(60_000);
  return project;
}

function told({ outcomes }: RunResult): string[] {
  return outcomes.map(
    ({ state, kind, target, because }) => `${state} ${kind} ${target}${because ? `: ${because}` : ''}`,
  );
}

const firewallPath = 'projects/my-project/global/firewalls/home-minecraft';
const rulePath = 'projects/my-project/regions/us-central1/forwardingRules/home-minecraft-tcp-25565';

function firewallOf({ cloud }: EmptyProject) {
  return cloud.compute.state.read('firewalls', firewallPath);
}

const patched = test.macro(async (t, edit: JsonObject, undo: string) => {
  const project = await anOpenedProject();
  await project.byHand('global/firewalls/home-minecraft', edit, 'PATCH');
  const result = await project.repair('apply');
  t.deepEqual(told(result), ['done patch-firewall Firewall/home-minecraft']);
  t.is(result.outcomes[0]?.undo, `gcloud compute firewall-rules update home-minecraft --project=my-project ${undo}`);
  t.like(firewallOf(project), {
    sourceRanges: ['0.0.0.0/0'],
    allowed: [{ IPProtocol: 'tcp', ports: ['25565'] }],
    targetTags: ['k8s-home-node'],
    priority: 1000,
    disabled: false,
  });
  t.deepEqual(firewallOf(project)?.sourceServiceAccounts ?? [], []);
  t.deepEqual((await project.repair('plan')).plan.findings, []);
  project.close();
});
test.serial(
  'N-05: narrowed sources are opened again',
  patched,
  { sourceRanges: ['10.0.0.0/8'] },
  '--source-ranges=10.0.0.0/8',
);
test.serial(
  'N-05: widened ports are closed again',
  patched,
  { allowed: [{ IPProtocol: 'tcp', ports: ['1-65535'] }] },
  '--allow=tcp:1-65535',
);
test.serial('N-05: another priority', patched, { priority: 10 }, '--priority=10');
test.serial('N-05: a switched-off firewall', patched, { disabled: true }, '--disabled');
test.serial('N-06: a firewall for other VMs', patched, { targetTags: ['web'] }, '--target-tags=web');
test.serial(
  'N-05: a firewall for what comes from a service account, and for every VM',
  patched,
  { sourceServiceAccounts: ['jobs@x'], targetTags: [] },
  '--source-service-accounts=jobs@x --target-tags=""',
);
test.serial(
  'N-05: two fields at once',
  patched,
  { disabled: true, sourceRanges: ['10.0.0.0/8'] },
  '--source-ranges=10.0.0.0/8 --disabled',
);

test.serial('N-05: only the fields that differ are sent, in one request', async (t) => {
  const project = await anOpenedProject();
  await project.byHand('global/firewalls/home-minecraft', { sourceRanges: ['10.0.0.0/8'], priority: 10 }, 'PATCH');
  project.cloud.compute.calls.length = 0;
  await project.repair('apply');
  const patches = project.cloud.compute.calls.filter(({ mutating }) => mutating);
  t.deepEqual(
    patches.map(({ method, body }) => [method, body]),
    [['compute.firewalls.patch', { priority: 1000, sourceRanges: ['0.0.0.0/0'] }]],
  );
  project.close();
});

test.serial('I-19: a firewall that was edited again since the plan is left to the next one', async (t) => {
  const project = await anOpenedProject();
  await project.byHand('global/firewalls/home-minecraft', { priority: 10 }, 'PATCH');
  const act = () =>
    project.cloud.compute.state.edit('firewalls', firewallPath, (live) => ({ ...live, sourceRanges: ['10.0.0.0/8'] }));
  project.cloud.compute.faults.add({ method: 'compute.firewalls.get', fault: { kind: 'act', act, when: 'before' } });
  t.deepEqual(told(await project.repair('apply')), [
    'blocked patch-firewall Firewall/home-minecraft: sourceRanges changed since the plan; the next plan compares it (I-19)',
  ]);
  t.is(firewallOf(project)?.priority, 10);
  project.close();
});

test.serial('I-26: a firewall that says so is not touched', async (t) => {
  const project = await anOpenedProject();
  await project.byHand('global/firewalls/home-minecraft', { priority: 10 }, 'PATCH');
  const { plan } = await project.repair('plan');
  await project.byHand('global/firewalls/home-minecraft', { description: 'underpin.dev/protect' }, 'PATCH');
  const [late] = await project.applyLate(plan);
  t.like(late, { state: 'blocked', because: 'it is marked underpin.dev/protect (I-26)' });
  const { blocked } = (await project.repair('plan')).plan;
  t.regex(blocked[0]?.blockedBy ?? '', /^firewall `home-minecraft` is marked .*\(I-26\)/);
  project.close();
});

test.serial('I-20: a firewall is not changed without the Lease', async (t) => {
  const project = await anOpenedProject();
  await project.byHand('global/firewalls/home-minecraft', { priority: 10 }, 'PATCH');
  project.kubernetes.store.patch(
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: 'home', namespace: 'underpin' },
    {
      spec: { holderIdentity: 'somebody', renewTime: new Date(project.clock.now()).toISOString().replace('Z', '000Z') },
    },
  );
  t.regex(told(await project.repair('apply'))[0] ?? '', /^blocked .*is held by `somebody`/);
  t.is(firewallOf(project)?.priority, 10);
  project.close();
});

async function pointElsewhere(project: EmptyProject): Promise<void> {
  await project.byHand('regions/us-central1/targetPools', { name: 'old' });
  const target = 'projects/my-project/regions/us-central1/targetPools/old';
  await project.byHand(`regions/us-central1/forwardingRules/home-minecraft-tcp-25565/setTarget`, { target });
}

test.serial('N-01: a forwarding rule that leads elsewhere is pointed back, and keeps its address', async (t) => {
  const project = await anOpenedProject();
  const { id, IPAddress } = project.cloud.compute.state.read('forwardingRules', rulePath) ?? {};
  await pointElsewhere(project);
  const result = await project.repair('apply');
  t.deepEqual(told(result), ['done set-forwarding-rule-target ForwardingRule/us-central1/home-minecraft-tcp-25565']);
  t.is(
    result.outcomes[0]?.undo,
    'gcloud compute forwarding-rules set-target home-minecraft-tcp-25565 --project=my-project --region=us-central1 --target-pool=old',
  );
  const after = project.cloud.compute.state.read('forwardingRules', rulePath);
  t.like(after, { id, IPAddress });
  t.regex(after?.target ?? '', /targetPools\/nodes$/);
  project.close();
});

test.serial('traffic is not sent to a pool that was emptied since the plan', async (t) => {
  const project = await anOpenedProject();
  await pointElsewhere(project);
  const path = 'projects/my-project/regions/us-central1/targetPools/nodes';
  const act = () => project.cloud.compute.state.edit('targetPools', path, ({ instances: _, ...pool }) => pool);
  project.cloud.compute.faults.add({ method: 'compute.targetPools.get', fault: { kind: 'act', act, when: 'before' } });
  t.regex(told(await project.repair('apply'))[0] ?? '', /^blocked .*has no members/);
  project.close();
});

const serviceReference = { apiVersion: 'v1', kind: 'Service', name: 'minecraft' };

test.serial('N-07: a Service that lost its address gets it back, by an event as well', async (t) => {
  const project = await anOpenedProject();
  project.kubernetes.store.patch(
    serviceReference,
    { status: { loadBalancer: { ingress: null } } },
    { subresource: 'status' },
  );
  t.deepEqual(told(await project.repair('apply')), ['done set-service-status Service/default/minecraft']);
  t.deepEqual(project.kubernetes.store.get(serviceReference)?.status, {
    loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] },
  });
  project.close();
});

test.serial('I-26: a protected Service keeps the status it has', async (t) => {
  const project = await anOpenedProject();
  project.kubernetes.store.patch(
    serviceReference,
    { status: { loadBalancer: { ingress: null } } },
    { subresource: 'status' },
  );
  const { plan } = await project.repair('plan');
  project.kubernetes.store.patch(serviceReference, { metadata: { annotations: { 'underpin.dev/protect': 'true' } } });
  t.like((await project.applyLate(plan))[0], { state: 'blocked', kind: 'set-service-status' });
  const [blocked] = (await project.repair('plan')).plan.blocked;
  t.regex(blocked?.blockedBy ?? '', /^Service default\/minecraft is marked/);
  project.close();
});
