import test from 'ava';
import fc from 'fast-check';
import { caller, seedProject } from '../../sandbox/seed-cluster.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { aRepairDesk, type RepairDesk } from './a-repair-desk.ts';

const region = 'regions/us-central1';
const zone = 'zones/us-central1-a';

type Change = (desk: RepairDesk) => Promise<unknown>;

function call(desk: RepairDesk, path: string, body: JsonObject, method?: string): Promise<JsonObject> {
  return desk.clock.drive(caller(desk.cloud.compute, desk.clock, seedProject)(path, body, method));
}

function membersOf({ cloud }: RepairDesk): string[] {
  return cloud.compute.state.list('targetPools', seedProject)[0]?.instances ?? [];
}

function writesOf({ cloud, kubernetes }: RepairDesk): string[] {
  return [
    ...cloud.compute.calls.filter(({ mutating }) => mutating).map(({ method }) => method),
    ...kubernetes.calls.filter(({ mutating }) => mutating).map(({ path }) => path),
  ];
}

/** What there is to repair from the start: a member and a forwarding rule are missing, a replica count was changed. */
async function unsettle(desk: RepairDesk): Promise<string> {
  const [member = ''] = membersOf(desk);
  await call(desk, `${region}/targetPools/nodes/removeInstance`, { instances: [{ instance: member }] });
  await call(desk, `${region}/forwardingRules/frontend`, {}, 'DELETE');
  await patch(desk, 'replicationcontrollers/ghost', { spec: { replicas: 3 } });
  return member;
}

async function patch(desk: RepairDesk, path: string, body: JsonObject): Promise<void> {
  const url = `http://kubernetes/api/v1/namespaces/default/${path}?fieldManager=kubectl-edit`;
  const headers = { 'content-type': 'application/merge-patch+json' };
  const answer = await desk.kubernetes.transport(url, { method: 'PATCH', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

/** A VM that is on its way is waited for, and in no step of a plan: putting it back would change none. */
async function untilAllRun({ clock, cloud }: RepairDesk): Promise<void> {
  const isOnItsWay = () =>
    cloud.compute.state.list('instances', seedProject).some(({ status }) => status !== 'RUNNING');
  await clock.advance(20_000);
  for (let tries = 0; isOnItsWay() && tries < 50; tries += 1) await clock.advance(5000);
}

/** Each alters something that the plan was made from. */
const changes: Record<string, (member: string) => Change> = {
  'the member is put back by hand': (member) => (desk) =>
    call(desk, `${region}/targetPools/nodes/addInstance`, { instances: [{ instance: member }] }),
  'another member is taken out': () => (desk) =>
    call(desk, `${region}/targetPools/nodes/removeInstance`, { instances: [{ instance: membersOf(desk)[0] ?? '' }] }),
  'the VM is made anew under its own name': (member) => async (desk) => {
    await call(desk, `${zone}/instanceGroupManagers/k8s-minion-group/recreateInstances`, { instances: [member] });
    await untilAllRun(desk);
  },
  'the group grows by a VM': () => async (desk) => {
    await call(desk, `${zone}/instanceGroupManagers/k8s-minion-group/resize?size=4`, {});
    await untilAllRun(desk);
  },
  'the forwarding rule is made by hand': () => (desk) =>
    call(desk, `${region}/forwardingRules`, {
      name: 'by-hand',
      IPAddress: '203.0.113.7',
      IPProtocol: 'TCP',
      portRange: '80',
      target: `projects/${seedProject}/${region}/targetPools/nodes`,
    }),
  'a firewall is edited': () => (desk) =>
    call(desk, 'global/firewalls/home-services', { sourceRanges: ['198.51.100.0/24'] }, 'PATCH'),
  'the replica count is changed once more': () => (desk) =>
    patch(desk, 'replicationcontrollers/ghost', { spec: { replicas: 5 } }),
  'another declared field is changed': () => (desk) =>
    patch(desk, 'configmaps/frontend', { data: { 'default.conf': 'server {}' } }),
  'the status of a Service is cleared': () => async (desk) =>
    patch(desk, 'services/minecraft/status', { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }),
};

test('a plan is refused after any change of what it was made from, and nothing is written', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(Object.keys(changes), { minLength: 4, maxLength: 5 }), async (names) => {
      const desk = await aRepairDesk();
      try {
        const member = await unsettle(desk);
        for (const name of names) {
          const { json: plan } = await desk.post({ cluster: 'home' });
          await changes[name]?.(member)(desk);
          desk.cloud.compute.calls.length = 0;
          desk.kubernetes.calls.length = 0;
          const { status, json } = await desk.post({ cluster: 'home', apply: true, plan: String(plan.hash) });
          const written = writesOf(desk);
          t.is(status, 409, `${name} (of ${names.join(', ')})`);
          t.true((json.moved as string[]).length > 0, name);
          t.deepEqual(written, [], name);
        }
      } finally {
        desk.close();
      }
    }),
    { numRuns: 4 },
  );
});

test('what has nothing to do with the plan does not hold it up; applied twice it does nothing more', async (t) => {
  const desk = await aRepairDesk();
  t.teardown(desk.close);
  await unsettle(desk);
  const { json: plan } = await desk.post({ cluster: 'home' });
  await call(desk, 'global/firewalls', {
    name: 'ssh',
    network: 'global/networks/default',
    sourceRanges: ['198.51.100.0/24'],
    allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
    targetTags: ['bastion'],
  });
  const first = await desk.post({ cluster: 'home', apply: true, plan: String(plan.hash) });
  t.is(first.status, 200, first.text);
  desk.cloud.compute.calls.length = 0;
  desk.kubernetes.calls.length = 0;
  const second = await desk.post({ cluster: 'home', apply: true, plan: String(plan.hash) });
  t.is(second.status, 409);
  const written = writesOf(desk);
  t.deepEqual(written, []);
});
