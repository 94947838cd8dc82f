import type { Instance, KubernetesNode, Live } from '../../../shared/model/live.ts';
import { aManagedGroup, anInstance, aPool } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aNode } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import type { Situation, Situations } from './situation.ts';

const exclusion = 'node.kubernetes.io/exclude-from-external-load-balancers';
const three = () => ['node-1', 'node-2', 'node-3'].map((name) => anInstance({ name }));
const many = (count: number) => Array.from({ length: count }, (_, index) => anInstance({ name: `n-${index + 100}` }));
const withThird = (third: Partial<Instance>) => [...three().slice(0, 2), anInstance({ name: 'node-3', ...third })];

interface Case {
  vms?: Instance[];
  members?: (Instance | string)[];
  nodes?: KubernetesNode[];
  group?: Parameters<typeof aManagedGroup>[1];
  live?: Partial<Live>;
  spec?: object;
}

/** Judged by the rules of a node change: the way to the Service is another subject. */
function around({
  vms = three(),
  members = vms,
  nodes = vms.map((vm) => aNode(vm)),
  group,
  live,
  spec,
}: Case): Situation {
  const found = anOpenedService({
    instances: vms,
    nodes,
    managedGroups: [aManagedGroup(vms, group)],
    pools: [aPool(members)],
    ...live,
  });
  return { declared: anOpening({ spec: { ...spec } }), live: found, concern: 'nodes' };
}

const managedBy = (currentAction: string) => {
  const vms = three();
  const members = vms.map((one, index) => ({
    instance: one.reference,
    currentAction: index === 2 ? currentAction : 'NONE',
    lastAttemptErrors: [],
    keeps: [],
  }));
  return { vms, members };
};
const node3 = (fields: Partial<KubernetesNode>) => three().map((vm, at) => aNode(vm, at === 2 ? fields : {}));
const gone = () => anInstance({ name: 'gone' });
const limits = (fields: object) => ({ limits: fields });

export const members: Situations = {
  'a pool with all its VMs': () => around({}),
  'a RUNNING VM that is no member': () => around({ members: three().slice(0, 2) }),
  'two RUNNING VMs that are no members are one addition': () => around({ members: three().slice(0, 1) }),
  'a VM that is STAGING and no member yet': () =>
    around({ vms: withThird({ status: 'STAGING' }), members: three().slice(0, 2) }),
  'a member that is REPAIRING': () => around({ vms: withThird({ status: 'REPAIRING' }) }),
  'a member that is TERMINATED': () => around({ vms: withThird({ status: 'TERMINATED' }) }),
  'a member with a status that nobody knows': () => around({ vms: withThird({ status: 'LEVITATING' }) }),
  'a VM with a status that nobody knows': () =>
    around({ vms: withThird({ status: 'LEVITATING' }), members: three().slice(0, 2) }),
  'a member whose node is excluded by its label': () => around({ nodes: node3({ labels: { [exclusion]: '' } }) }),
  'a member whose exclusion label says false': () => around({ nodes: node3({ labels: { [exclusion]: 'false' } }) }),
  'an excluded node whose VM is no member': () =>
    around({ nodes: node3({ labels: { [exclusion]: 'true' } }), members: three().slice(0, 2) }),
  'a member that the autoscaler takes away': () =>
    around({ nodes: node3({ taints: ['ToBeDeletedByClusterAutoscaler'] }) }),
  'a node that is NotReady and cordoned stays': () =>
    around({ nodes: node3({ ready: 'False', unschedulable: true, taints: ['other'] }) }),
  'a member that its group is DELETING': () => {
    const { vms, members: managed } = managedBy('DELETING');
    return around({ vms, group: { members: managed } });
  },
  'a member that its group is ABANDONING': () => {
    const { vms, members: managed } = managedBy('ABANDONING');
    return around({ vms, group: { members: managed } });
  },
  'a member that its group is RECREATING': () => {
    const { vms, members: managed } = managedBy('RECREATING');
    return around({ vms, group: { members: managed } });
  },
  'a member that is gone and comes back under its name': () => {
    const { vms, members: managed } = managedBy('RECREATING');
    return around({ vms: vms.slice(0, 2), members: vms, group: { members: managed } });
  },
  'a member that is gone and is being deleted by its group': () => {
    const { vms, members: managed } = managedBy('DELETING');
    return around({ vms: vms.slice(0, 2), members: vms, group: { members: managed } });
  },
  'a member that is gone for good': () => around({ members: [...three(), gone()] }),
  'a member that is gone, with a gap in another zone': () =>
    around({ members: [...three(), gone()], live: { gaps: [aGap('instances', 'us-central1-b')] } }),
  'a member that is gone, with a gap in its zone': () =>
    around({ members: [...three(), gone()], live: { gaps: [aGap('instances', 'us-central1-a')] } }),
  'a member that is gone, with a gap in all zones': () =>
    around({ members: [...three(), gone()], live: { gaps: [aGap('instances')] } }),
  'a member that is gone while the members of the group are not known': () =>
    around({ members: [...three(), gone()], group: { members: null } }),
  'a member that leaves while pools have a gap': () =>
    around({ vms: withThird({ status: 'STOPPING' }), live: { gaps: [aGap('pools')] } }),
  'a member that leaves while nodes could not be read': () =>
    around({ vms: withThird({ status: 'STOPPING' }), nodes: [], live: { gaps: [aGap('nodes')] } }),
  'a member that leaves while some managed group could not be read': () =>
    around({ vms: withThird({ status: 'STOPPING' }), live: { gaps: [aGap('managedGroups', 'other')] } }),
  'the managed group was not found': () => around({ live: { managedGroups: [] } }),
  'the managed groups could not be read': () => around({ live: { managedGroups: [], gaps: [aGap('managedGroups')] } }),
  'a regional managed group whose members could not be read': () => {
    const vms = three();
    const spec = { nodeGroups: [{ name: 'default', instanceGroupManager: 'us-central1/minions' }] };
    return around({ vms, live: { managedGroups: [aManagedGroup(vms, { members: null })] }, spec });
  },
  'a managed group that keeps the pool by itself': () => {
    const targetPools = [
      'https://www.googleapis.com/compute/v1/projects/my-project/regions/us-central1/targetPools/nodes',
    ];
    return around({ members: three().slice(0, 2), group: { targetPools } });
  },
  'a managed group that keeps another pool by itself': () => {
    const targetPools = [
      'https://www.googleapis.com/compute/v1/projects/my-project/regions/us-central1/targetPools/other-nodes',
    ];
    return around({ members: three().slice(0, 2), group: { targetPools } });
  },
  'a member URL that cannot be understood': () => around({ members: [...three(), 'https://example.com/vm'] }),
  'a VM of somebody else in the pool': () => {
    const stranger = anInstance({ name: 'stranger' });
    return around({ members: [...three(), stranger], live: { instances: [...three(), stranger] } });
  },
  'a VM of somebody else while a group is not known': () => {
    const stranger = anInstance({ name: 'stranger' });
    const live = { instances: [...three(), stranger], managedGroups: [] };
    return around({ members: [...three(), stranger], live });
  },
  'a VM of the group in another region': () => {
    const vms = [...three(), anInstance({ name: 'far', zone: 'europe-west1-b' })];
    return around({ vms, members: three() });
  },
  'nodes chosen by tag': () => {
    const vms = [...three(), anInstance({ name: 'other', tags: ['web'] })];
    return around({ vms, members: [], spec: { nodeGroups: [{ name: 'default', tag: 'k8s-home-node' }] } });
  },
  'nodes chosen by labels': () => {
    const vms = [anInstance({ labels: { pool: 'a', env: 'b' } }), anInstance({ name: 'half', labels: { pool: 'a' } })];
    const nodeGroups = [{ name: 'default', label: { pool: 'a', env: 'b' } }];
    return around({ vms, members: [], spec: { nodeGroups } });
  },
  'two leave and removalsPerPass is one': () => {
    const vms = many(20).map((one, at) => ({ ...one, status: at < 2 ? 'TERMINATED' : 'RUNNING' }));
    return around({ vms, spec: limits({ removalsPerPass: '5%' }) });
  },
  'three leave of thirty, as many as a pass may take': () => {
    const vms = many(39).map((one, at) => ({ ...one, status: at < 4 ? 'TERMINATED' : 'RUNNING' }));
    return around({ vms });
  },
  'a fifth is gone, which is still believed': () => {
    const vms = many(15).map((one, at) => ({ ...one, status: at < 3 ? 'TERMINATED' : 'RUNNING' }));
    return around({ vms });
  },
  'more than a fifth is gone': () => {
    const vms = many(10).map((one, at) => ({ ...one, status: at < 3 ? 'TERMINATED' : 'RUNNING' }));
    return around({ vms });
  },
  'limits given as numbers': () => {
    const vms = many(10).map((one, at) => ({ ...one, status: at < 4 ? 'TERMINATED' : 'RUNNING' }));
    return around({ vms, spec: limits({ removalsPerPass: 3, stopWhenMissing: 4 }) });
  },
  'the last member leaves': () => around({ vms: [anInstance({ status: 'TERMINATED' })] }),
  'two members leave, and one has to stay': () => {
    const vms = three()
      .slice(0, 2)
      .map((one) => ({ ...one, status: 'TERMINATED' }));
    return around({ vms, spec: limits({ removalsPerPass: 2 }) });
  },
  'a pool at its declared minimum': () => {
    const pools = [{ name: 'nodes', nodeGroups: ['default'], minimumMembers: 3 }];
    return around({ vms: withThird({ status: 'TERMINATED' }), spec: { pools } });
  },
  'a pool just above its declared minimum': () => {
    const pools = [{ name: 'nodes', nodeGroups: ['default'], minimumMembers: 2 }];
    return around({ vms: withThird({ status: 'TERMINATED' }), spec: { pools } });
  },
  'add and remove in one pass': () =>
    around({ vms: withThird({ status: 'TERMINATED' }), members: [three()[0] ?? '', anInstance({ name: 'node-3' })] }),
  'more steps than a pass may do': () => {
    const pools = ['nodes', 'spare'].map((name) => ({ name, nodeGroups: ['default'] }));
    const live = { pools: [aPool([], { name: 'nodes' }), aPool([], { name: 'spare' })] };
    return around({ live, spec: { pools, limits: { mutationsPerPass: 1 } } });
  },
  'a cluster that is only observed': () => ({
    ...around({ members: three().slice(0, 2) }),
    declared: aDeclaration({ spec: { mode: 'observe' } }),
  }),
  'only one pool is asked about': () => {
    const pools = ['nodes', 'spare'].map((name) => ({ name, nodeGroups: ['default'] }));
    const live = { pools: [aPool([], { name: 'nodes' }), aPool([], { name: 'spare' })] };
    return { ...around({ live, spec: { pools } }), only: { pool: 'spare' } };
  },
  'only one node is asked about': () => ({ ...around({ members: [] }), only: { node: 'node-2' } }),
};
