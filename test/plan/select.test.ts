import test from 'ava';
import type { Action } from '../../shared/model/action.ts';
import { type Finding, finding } from '../../shared/model/finding.ts';
import type { KubernetesNode } from '../../shared/model/live.ts';
import type { Part } from '../../shared/model/scope.ts';
import { select } from '../../shared/plan/select.ts';
import { anInstance, reference } from '../builders/compute.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { holding, mountedOn } from '../builders/disks.ts';
import { aNode } from '../builders/kubernetes.ts';
import { planOf } from './rules/a-disk-case.ts';

const vm = (name: string) => ({ reference: reference('instances', name, 'us-central1-a'), id: 'i' });
const disk = (name: string) => reference('disks', name, 'us-central1-a');
const declared = aDeclaration();
const pool = reference('targetPools', 'nodes', 'us-central1');

type Found = Partial<Omit<Finding, 'action'>> & { subject: string; action?: object };

const findings: Record<string, Found> = {
  'a pool': { subject: 'TargetPool/us-central1/nodes' },
  'a member': {
    subject: 'TargetPool/us-central1/nodes',
    path: 'instances[us-central1-a/node-1]',
    action: { kind: 'add-pool-members', pool, instances: [vm('node-2'), vm('node-1')] },
  },
  'a member that nobody adds': { subject: 'TargetPool/us-central1/nodes', path: 'instances[us-central1-a/node-1]' },
  'a firewall called as the pool': { subject: 'Firewall/nodes', stack: 'web' },
  'a disk': {
    subject: 'Disk/us-central1-a/data',
    action: { kind: 'attach-disk', disk: disk('data'), instance: vm('node-1') },
  },
  'a mount': {
    subject: 'Node/node-1',
    action: { kind: 'mount-disk', mount: { disk: 'data', node: 'node-1' }, instance: vm('node-1') },
  },
  'a disk of a VM': {
    subject: 'Instance/node-1',
    action: { kind: 'keep-disk', disk: disk('data'), instance: vm('node-1') },
  },
  'a node': { subject: 'Node/node-1' },
  'a node by its own name': { subject: 'Disk/us-central1-a/third', path: 'label[node-1.corp]' },
  'a label': { subject: 'Disk/us-central1-a/other', action: { kind: 'label-node', node: 'node-1' } },
  'a Service': { subject: 'Service/default/data', stack: 'web', action: { kind: 'set-service-status', name: 'data' } },
  'the health check of a pool': { subject: 'HttpHealthCheck/home-nodes' },
  'that of another': { subject: 'HttpHealthCheck/home-spare' },
  'what two stacks need': { subject: 'HttpHealthCheck/nodes', neededBy: ['web', 'minecraft'] },
};

const selects = test.macro((t, part: Part | undefined, expected: string[], nodes: KubernetesNode[] = []) => {
  const all = Object.entries(findings).map(([name, { action, ...fields }]) => {
    const about = { severity: 'warning', path: '', why: 'it differs', rule: 'X-01', ...fields } as const;
    return { name, found: finding({ ...about, action: (action ?? null) as Action | null }) };
  });
  const chosen = select(
    part,
    all.map(({ found }) => found),
    { declared, live: { nodes } },
  );
  t.deepEqual(
    all.filter(({ found }) => chosen.includes(found)).map(({ name }) => name),
    expected,
  );
});

const ofNode = ['a member', 'a member that nobody adds', 'a disk', 'a mount', 'a disk of a VM', 'a node', 'a label'];
test('who asks about nothing is told everything', selects, undefined, Object.keys(findings));
test('a node is what is done on it, and what is told of it', selects, { node: 'node-1' }, ofNode);
const ofRenamed = [...ofNode.slice(0, -1), 'a node by its own name', 'a label'];
const renamed = [aNode(anInstance({ name: 'node-1' }), { name: 'node-1.corp' })];
test('also when its VM has another name', selects, { node: 'node-1.corp' }, ofRenamed, renamed);
test('a VM is its node, whatever the name of that', selects, { node: 'node-1' }, ofRenamed, renamed);
test('also when it is one of many', selects, { node: 'node-2' }, ['a member']);
test('a pool is itself with its health check, and nothing else of its name', selects, { pool: 'nodes' }, [
  'a pool',
  'a member',
  'a member that nobody adds',
  'the health check of a pool',
]);
test('one that is not declared has none', selects, { pool: 'spare' }, []);
test('a disk is itself, and its mounts and attachments', selects, { disk: 'data' }, [
  'a disk',
  'a mount',
  'a disk of a VM',
]);
test('another one is another', selects, { disk: 'other' }, ['a label']);
test('a stack is what is its own, and what it cannot do without', selects, { stack: 'web' }, [
  'a firewall called as the pool',
  'a Service',
  'what two stacks need',
]);
test('shared with another', selects, { stack: 'minecraft' }, ['what two stacks need']);
test('what there is not concerns nothing', selects, { node: 'node-9' }, []);

const off = holding({ name: 'node-1', status: 'TERMINATED' });
const free = ['node-2', 'node-3'].map((name) => anInstance({ name }));
const movesFor = test.macro((t, node: string, expected: string[], declared: object = {}) => {
  const nodes = [aNode(off), ...free.map((one) => mountedOn(one, { annotations: {} }))];
  const plan = planOf({ vms: [off, ...free], nodes, declared, only: { node } });
  const actions = plan.actions.filter(({ kind }) => kind !== 'remove-pool-members');
  const nameOf = (action: Action) =>
    'instance' in action ? action.instance.reference.name : 'node' in action && action.node;
  t.deepEqual(
    actions.map(({ kind, action }) => `${kind} ${nameOf(action)}`),
    expected,
  );
});
const move = ['detach-disk node-1', 'attach-disk node-2'];
test('a disk that leaves a node comes to another, whichever of them was asked about', movesFor, 'node-1', [
  ...move,
  'mount-disk node-2',
]);
test('or from there', movesFor, 'node-2', [...move, 'label-node node-2', 'mount-disk node-2']);
test('who has no part in the move is asked about alone', movesFor, 'node-3', ['label-node node-3']);
const readOnly = { mode: 'READ_ONLY' };
test(
  'it comes to all that are to read it',
  movesFor,
  'node-3',
  [...move, 'attach-disk node-3', 'label-node node-3'],
  readOnly,
);

test('a disk that leaves nowhere comes to the node that was asked about alone', (t) => {
  const plan = planOf({ vms: free, declared: readOnly, only: { node: 'node-3' } });
  t.deepEqual(
    plan.actions.map(({ action }) => 'instance' in action && action.instance.reference.name),
    ['node-3'],
  );
});
