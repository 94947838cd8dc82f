import test from 'ava';
import { createClients } from '../../shared/clients.ts';
import type { Finding } from '../../shared/model/finding.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { observeFirewalls } from '../../shared/observe/firewalls.ts';
import { observeInstances } from '../../shared/observe/instances.ts';
import { projectOf } from '../../shared/observe/project.ts';
import { anEmptyProject, type EmptyProject } from '../apply/an-empty-project.ts';

async function readsOf(project: EmptyProject): Promise<string[]> {
  project.cloud.compute.calls.length = 0;
  project.kubernetes.calls.length = 0;
  await project.repair('plan');
  const compute = project.cloud.compute.calls.map(({ method }) => method);
  return [...compute, ...project.kubernetes.calls.map(({ verb, kind }) => `${verb} ${kind}`)].toSorted();
}

test.serial('the number of reads does not grow with pools, services and forwarding rules', async (t) => {
  const project = await anEmptyProject();
  const before = await readsOf(project);
  for (let index = 0; index < 5; index += 1) {
    await project.byHand('regions/us-central1/targetPools', { name: `pool-${index}` });
    await project.byHand('global/firewalls', firewall(`firewall-${index}`));
  }
  t.deepEqual(await readsOf(project), before);
  const compute = before.filter((method) => method.startsWith('compute.'));
  t.is(new Set(compute).size, compute.length);
  project.close();
});

test.serial('N-05: a VM is seen in each of its networks', async (t) => {
  const { byHand, clock, declared, world, close } = await anEmptyProject();
  await byHand('zones/us-central1-a/instances', {
    name: 'gateway',
    machineType: 'zones/us-central1-a/machineTypes/e2-standard-2',
    disks: [{ boot: true, initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12' } }],
    networkInterfaces: ['default', 'test'].map((name) => ({ network: `global/networks/${name}` })),
  });
  const { compute } = createClients(world, declared.cluster, world.transport);
  const { items } = await clock.drive(observeInstances(compute, projectOf('my-project')));
  t.deepEqual(items.map(({ reference, networks }) => [reference.name, ...networks]).toSorted(), [
    ['gateway', 'default', 'test'],
    ...['node-1', 'node-2', 'node-3'].map((name) => [name, 'default']),
  ]);
  close();
});

test.serial('N-05: a firewall that is for some destinations alone is seen as such', async (t) => {
  const { byHand, clock, declared, world, close } = await anEmptyProject();
  await byHand('global/firewalls', { ...firewall('some'), destinationRanges: ['203.0.113.9/32'] });
  await byHand('global/firewalls', firewall('all'));
  const { compute } = createClients(world, declared.cluster, world.transport);
  const { items } = await clock.drive(observeFirewalls(compute, projectOf('my-project')));
  const ranges = Object.fromEntries(
    items.map(({ reference, destinationRanges }) => [reference.name, destinationRanges]),
  );
  t.like(ranges, { some: ['203.0.113.9/32'], all: [] });
  close();
});

function firewall(name: string) {
  return {
    name,
    network: 'global/networks/default',
    sourceRanges: ['10.0.0.0/8'],
    allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
  };
}

function onTraffic({ findings }: Plan): Finding[] {
  return findings.filter(({ rule }) => /^[NP]-/.test(rule));
}

const unread = test.macro(async (t, method: string, subject: RegExp) => {
  const project = await anEmptyProject();
  await project.repair('apply');
  await project.clock.advance(60_000);
  const error = { status: 403, reason: 'forbidden', message: 'you may not list this' };
  project.cloud.compute.faults.add({ method, fault: { kind: 'error', error }, count: Infinity });
  const { plan, report } = await project.repair('plan');
  t.false(report.complete);
  t.deepEqual(
    plan.actions.filter(({ rule }) => /^[NP]-/.test(rule)),
    [],
  );
  t.true(plan.findings.some((one) => one.outcome === 'unknown' && subject.test(one.subject)));
  t.true(onTraffic(plan).every(({ outcome }) => outcome === 'unknown'));
  project.close();
});
test.serial('I-27: addresses that may not be read', unread, 'compute.addresses.aggregatedList', /^Address\//);
test.serial(
  'I-27: forwarding rules that may not be read',
  unread,
  'compute.forwardingRules.aggregatedList',
  /^ForwardingRule\//,
);
test.serial('I-27: firewalls that may not be read', unread, 'compute.firewalls.list', /^Firewall\//);
test.serial('I-27: health checks that may not be read', unread, 'compute.httpHealthChecks.list', /^HttpHealthCheck\//);

test.serial('P-07: a region that answers nothing is a gap, and what lies in it unknown', async (t) => {
  const project = await anEmptyProject();
  await project.repair('apply');
  const fault = { kind: 'partial', scopes: ['regions/us-central1'] } as const;
  project.cloud.compute.faults.add({ method: 'compute.forwardingRules.aggregatedList', fault, count: Infinity });
  const { plan } = await project.repair('plan');
  t.true(plan.findings.some((one) => one.outcome === 'unknown' && one.subject.startsWith('ForwardingRule/')));
  t.false(plan.actions.some(({ kind }) => kind === 'create-forwarding-rule'));
  project.close();
});

test.serial('I-27: Kubernetes that does not answer makes the way unknown', async (t) => {
  const project = await anEmptyProject();
  await project.repair('apply');
  await project.clock.advance(60_000);
  project.kubernetes.authorize = ({ resource }) => resource !== 'endpointslices';
  const { plan, paths } = await project.repair('plan');
  t.is(paths[0]?.reaches, 'unknown');
  t.like(onTraffic(plan), [{ outcome: 'unknown', rule: 'N-07', subject: 'Service/default/minecraft' }]);
  project.close();
});
