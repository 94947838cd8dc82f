import test from 'ava';
import type { Instance } from '../../../shared/model/live.ts';
import { poolNodes } from '../../../shared/plan/traffic/pool-nodes.ts';
import { aManagedGroup, anInstance } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aLive } from '../../builders/live.ts';

const vm = (name: string, ...tags: string[]) => anInstance({ name, tags });

function nodesOf(vms: Instance[], spec: object = {}, others: Instance[] = []) {
  const live = aLive({ instances: [...others, ...vms], managedGroups: [aManagedGroup(vms)] });
  return poolNodes(aDeclaration({ spec: { ...spec } }), live).get('nodes');
}

test('a firewall means the nodes by the tag that they share and nobody else has', (t) => {
  const found = nodesOf([vm('a', 'x', 'all', 'k8s', 'own'), vm('b', 'all', 'k8s', 'own')], {}, [vm('c', 'all')]);
  t.like(found, { tags: ['k8s'], isDeclared: false, why: null, unknown: null });
});

test('by none that others have too, and it says who has it', (t) => {
  t.like(nodesOf([vm('a', 'all', 'more')], {}, [vm('c', 'all', 'more')]), {
    tags: [],
    why: 'other VMs have the tags of its nodes, too: `all` (`c`), `more` (`c`); give the nodes one of their own, or declare spec.targetTags in cluster.yaml',
  });
});

test('a VM of another network alone is no other: no firewall of this one is for it', (t) => {
  const elsewhere = (networks: string[]) => [anInstance({ name: 'c', tags: ['k8s'], networks })];
  t.deepEqual(nodesOf([vm('a', 'k8s')], {}, elsewhere(['test']))?.tags, ['k8s']);
  t.deepEqual(nodesOf([vm('a', 'k8s')], {}, elsewhere(['test', 'default']))?.tags, []);
});

test('a VM that leaves its groups is no other', (t) => {
  const leaving = anInstance({ name: 'b', tags: ['k8s'], status: 'STOPPING' });
  t.deepEqual(nodesOf([vm('a', 'k8s'), leaving])?.tags, ['k8s']);
});

test('by what is declared, in order', (t) => {
  t.like(nodesOf([vm('a', 'x')], { targetTags: ['z', 'a'] }), { tags: ['a', 'z'], isDeclared: true, why: null });
});

const tagged = (...tags: string[]) => ({
  nodeGroups: tags.map((tag) => ({ name: tag, tag })),
  pools: [{ name: 'nodes', nodeGroups: tags }],
});
test('by the tags that select all its groups, though others have them', (t) => {
  const vms = [vm('a', 'z'), vm('b', 'b')];
  t.like(nodesOf(vms, tagged('z', 'b')), { tags: ['b', 'z'], isDeclared: false, why: null });
});

test('not by one that VMs of another cluster have, which are of no group', (t) => {
  const labels = { 'goog-k8s-cluster-name': 'other', 'goog-k8s-cluster-location': 'us-central1-a' };
  const theirs = [anInstance({ name: 'c', tags: ['z'], labels })];
  t.like(nodesOf([vm('a', 'z')], tagged('z'), theirs), {
    tags: [],
    why: 'other VMs have the tags of its nodes, too: `z` (`c`); give the nodes one of their own, or declare spec.targetTags in cluster.yaml',
  });
});

test('a group that no tag selects has to be looked at', (t) => {
  const [group] = tagged('z').nodeGroups;
  const nodeGroups = [group, { name: 'default', instanceGroupManager: 'us-central1-a/minions' }];
  const vms = [vm('a', 'z', 'y'), vm('b', 'y')];
  t.deepEqual(nodesOf(vms, { nodeGroups, pools: [{ name: 'nodes', nodeGroups: ['z', 'default'] }] })?.tags, ['y']);
});

test('where there is none it says why', (t) => {
  t.like(nodesOf([vm('a', 'x'), vm('b', 'y')]), {
    tags: [],
    isDeclared: false,
    why: 'the VMs of its node groups share no network tag; tag them, or declare spec.targetTags in cluster.yaml',
  });
  t.like(nodesOf([]), { tags: [], why: 'its node groups have no VM whose tags could be read' });
});

test('a VM that leaves is none of its nodes', (t) => {
  const leaving = anInstance({ name: 'b', tags: ['y'], status: 'TERMINATED' });
  t.deepEqual(
    nodesOf([vm('a', 'x'), leaving])?.instances.map(({ reference }) => reference.name),
    ['a'],
  );
});
