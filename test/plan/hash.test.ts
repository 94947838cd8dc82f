import test from 'ava';
import type { Declared } from '../../shared/model/declared.ts';
import type { Live } from '../../shared/model/live.ts';
import { planFor } from '../../shared/plan/plan.ts';
import { aFirewall, aForwardingRule, aManagedGroup, anInstance, aPool } from '../builders/compute.ts';
import { aDisk, holding } from '../builders/disks.ts';
import { aNode, aService, aServiceManifest } from '../builders/kubernetes.ts';
import { anOpenedService, anOpening } from '../builders/live.ts';
import { differs } from '../builders/objects.ts';

interface World {
  declared: Declared;
  live: Live;
}

const disks = [
  { name: 'foodata', zone: 'us-central1-a', nodes: 'default', mountPath: '/mnt/foodata', filesystem: 'ext4' },
];
const off = holding({ name: 'node-1', status: 'TERMINATED' });
const vms = [off, anInstance({ name: 'node-2' }), anInstance({ name: 'node-3' })];

/** Something is wrong with everything: members, disk, firewall, forwarding rule, status and an object. */
function aWorld(): World {
  const declared = anOpening({ stacks: [{ objects: [aServiceManifest()], spec: { disks } }] });
  const [stack] = declared.stacks;
  const objects = (stack?.manifests ?? []).map((manifest) => ({
    stack: 'minecraft',
    manifest,
    subject: 'Service/default/minecraft',
    namespace: 'default',
    result: differs,
    protected: false,
    undeclared: [],
  }));
  const live = anOpenedService({
    instances: vms,
    managedGroups: [aManagedGroup(vms)],
    nodes: vms.map((vm) => aNode(vm, vm === off ? { ready: 'False' } : {})),
    pools: [aPool([off, vms[1] as typeof off])],
    disks: [aDisk({ users: [off.reference] })],
    firewalls: [aFirewall({ name: 'home-minecraft', sourceRanges: ['10.0.0.0/8'] })],
    forwardingRules: [aForwardingRule({ name: 'home-minecraft-tcp-25565', target: targetPool('other') })],
    services: [aService({ status: {} })],
    objects: { objects, strays: [], gaps: [] },
  });
  return { declared, live };
}

function targetPool(name: string): string {
  return `https://www.googleapis.com/compute/v1/projects/my-project/regions/us-central1/targetPools/${name}`;
}

function planOf({ declared, live }: World) {
  return planFor(declared, live, { cluster: 'home', concern: 'everything', mode: 'plan' });
}

/** The same facts, and one of them altered. */
function altered(alter: (live: Live, declared: Declared) => void): string {
  const world = aWorld();
  const copy = { declared: world.declared, live: structuredCloneOf(world.live) };
  alter(copy.live, copy.declared);
  return planOf(copy).hash;
}

/** Manifests carry functions, which `structuredClone` refuses. */
function structuredCloneOf({ objects, ...rest }: Live): Live {
  const own = objects && { ...objects, objects: objects.objects.map((one) => ({ ...one })) };
  return { ...structuredClone(rest), objects: own };
}

function first<T>(list: T[]): T {
  const [one] = list;
  if (!one) throw new Error('the world has none');
  return one;
}

const relevant: Record<string, (live: Live, declared: Declared) => void> = {
  'the VM to be added was made anew under its name': ({ instances }) => {
    Object.assign(instances[2] ?? {}, { id: 'another' });
  },
  'the VM to be removed was made anew': ({ instances }) => void Object.assign(first(instances), { id: 'another' }),
  'the VM that is to get the disk was made anew': ({ instances }) =>
    void Object.assign(instances[1] ?? {}, { id: 'another' }),
  'the VM that holds the disk runs again': ({ instances }) =>
    void Object.assign(first(instances), { status: 'RUNNING' }),
  'a member was put back by hand': ({ pools, instances }) => {
    const { reference } = instances[2] ?? first(instances);
    first(pools).members.push({ url: '', instance: reference });
  },
  'a member was taken out by hand': ({ pools }) => void first(pools).members.pop(),
  'a VM joined the group': ({ instances, managedGroups }) => {
    const fresh = anInstance({ name: 'node-4' });
    instances.push(fresh);
    first(managedGroups).members?.push({
      instance: fresh.reference,
      currentAction: 'NONE',
      lastAttemptErrors: [],
      keeps: [],
    });
  },
  'the firewall was edited': ({ firewalls }) =>
    void Object.assign(first(firewalls), { sourceRanges: ['192.0.2.0/24'] }),
  'the firewall was switched off': ({ firewalls }) => void Object.assign(first(firewalls), { disabled: true }),
  'the firewall was mended': ({ firewalls }) => void Object.assign(first(firewalls), { sourceRanges: ['0.0.0.0/0'] }),
  'the forwarding rule leads elsewhere': ({ forwardingRules }) =>
    void Object.assign(first(forwardingRules), { target: targetPool('third') }),
  'the forwarding rule is gone': ({ forwardingRules }) => void forwardingRules.pop(),
  'the disk was made anew': ({ disks: all }) => void Object.assign(first(all), { id: 'another' }),
  'the disk is attached elsewhere': ({ instances, disks: all }) => {
    const [holder, other] = instances;
    if (holder && other) Object.assign(other, { disks: holder.disks });
    Object.assign(holder ?? {}, { disks: [] });
    first(all).users = other ? [other.reference] : [];
  },
  'the disk has another device name': ({ instances }) =>
    void Object.assign(first(first(instances).disks), { deviceName: 'sdb' }),
  'the node that is to mount it has booted': ({ nodes }) => void Object.assign(nodes[1] ?? {}, { bootID: 'another' }),
  'a node is excluded by a label': ({ nodes }) =>
    void Object.assign(nodes[2]?.labels ?? {}, { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' }),
  'a node got a protect mark': ({ nodes }) => void Object.assign(nodes[1] ?? {}, { protected: true }),
  'the Service has another status': ({ services }) =>
    void Object.assign(first(services).object, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }),
  'the live object was edited again': ({ objects }) => {
    const object = first(objects?.objects ?? []);
    object.result = { ...differs, differences: [{ ...first(differs.differences), live: '10.0.0.99' }] };
  },
  'the object was mended': ({ objects }) => {
    first(objects?.objects ?? []).result = { state: 'in-sync' };
  },
  'the object is declared otherwise': ({ objects }) => {
    const object = first(objects?.objects ?? []);
    object.manifest = { ...object.manifest, object: { ...object.manifest.object, spec: { ports: [{ port: 1 }] } } };
  },
  'the stack is only observed now': (_, { stacks }) => void Object.assign(first(stacks).spec, { mode: 'observe' }),
  'the pools could not be read': ({ gaps }) => void gaps.push({ area: 'pools', part: null, why: 'unreachable' }),
  'the address is another': ({ addresses }) => void Object.assign(first(addresses), { address: '203.0.113.99' }),
};

for (const [what, alter] of Object.entries(relevant)) {
  test(`I-19: a plan is another when ${what}`, (t) => t.not(altered(alter), planOf(aWorld()).hash));
}

const irrelevant: Record<string, (live: Live) => void> = {
  'time passed': (live) => void Object.assign(live, { observedAt: live.observedAt + 60_000 }),
  'a VM that is nobody’s came': ({ instances }) => void instances.push(anInstance({ name: 'bastion', tags: ['ssh'] })),
  'a firewall for other VMs came': ({ firewalls }) =>
    void firewalls.push(
      aFirewall({ name: 'ssh', targetTags: ['bastion'], allowed: [{ protocol: 'tcp', ports: ['22'] }] }),
    ),
  'lists come in another order': ({ instances, nodes, pools }) => {
    instances.reverse();
    nodes.reverse();
    first(pools).members.reverse();
  },
  'a pod was scheduled elsewhere': ({ pods }) => void Object.assign(first(pods), { node: 'node-3' }),
  'a node has a new annotation': ({ nodes }) => void Object.assign(first(nodes), { annotations: { seen: 'now' } }),
};

for (const [what, alter] of Object.entries(irrelevant)) {
  test(`a plan is the same when ${what}`, (t) => t.is(altered(alter), planOf(aWorld()).hash));
}

test('I-19, P-14: a pool that is to be made names its VMs by their ids', (t) => {
  const world = aWorld();
  const made = (id: string) => {
    const instances = vms.map((vm, index) => (index === 2 ? { ...vm, id } : vm));
    return planOf({ ...world, live: { ...world.live, pools: [], instances } }).hash;
  };
  t.not(made('one'), made('other'));
});
