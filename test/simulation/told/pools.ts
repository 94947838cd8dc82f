import type { JsonObject } from '../../../shared/model/json.ts';
import { poolPathOf } from '../shape.ts';
import { allVms, aPool, aVm, otherVm, plannedVm, pool, terminated, vm } from './a-home.ts';
import { aReadOf, intent, later, look, object, ourResource, outcome, resource, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { addition, removal } from './writes.ts';

const three = resource(pool, aPool('minions-1', 'minions-2', 'minions-3'));
const four = resource(pool, aPool('minions-1', 'minions-2', 'minions-3', 'minions-4'));
const removing = [...aReadOf(allVms), intent('remove-pool-members'), sent(removal('minions-4'))];
const emptied = ourResource(pool, { before: aPool('minions-1'), after: aPool() });
const shrunk = ourResource(pool, { before: aPool('minions-1', 'minions-2'), after: aPool('minions-1') });
/** When all that there was to wait for is over. */
const muchLater = later(resource(otherVm, aVm()), 90_000);
const markedAs = (value: string) => resource(vm, aVm({ labels: { 'underpin-protect': value } }));
const creation = {
  path: pool.replace(/\/[^/]+$/, ''),
  trigger: 'repair' as const,
  body: JSON.stringify({ instances: [`https://x/${vm}`] }),
};
const creating = [look, intent('create-pool', { members: [plannedVm] })];
const madeLater = [later(look, 60_000), later(sent(creation), 60_000)];
const addedLater = [later(look, 60_000), later(sent(addition('minions-1')), 60_000)];

const leaves = intent('remove-pool-members');
const runsAgain = [resource(vm, aVm()), ...aReadOf(allVms)];

const nodes = '/api/v1/nodes';
const nodeSays = (labels: JsonObject) => object('/nodes', 'minions-1', { metadata: { name: 'minions-1', labels } });
const isExcluded = nodeSays({ 'node.kubernetes.io/exclude-from-external-load-balancers': '' });
const excluded = [resource(vm, aVm()), isExcluded, ...aReadOf(allVms), ...aReadOf(nodes), leaves];
const leavesIncluded = [nodeSays({}), sent(removal('minions-1')), muchLater];

export const poolTellings: Tellings = {
  'I-10': {
    broken: [emptied],
    whole: [shrunk],
  },
  'I-11': {
    broken: [look, intent('add-pool-members'), sent(removal('minions-1'))],
    whole: [look, intent('add-pool-members'), outcome('add-pool-members'), sent(removal('minions-1'))],
  },
  'I-11: nothing leaves a pool when what was to join it has failed': {
    broken: [look, outcome('add-pool-members', { state: 'failed' }), sent(removal('minions-1'))],
    whole: [look, outcome('add-pool-members'), sent(removal('minions-1'))],
  },
  'I-12': {
    broken: [resource(vm, aVm()), look, sent(removal('minions-1')), muchLater],
    whole: [resource(vm, terminated), look, sent(removal('minions-1')), muchLater],
  },
  'I-12: a VM that was seen to run again stays': {
    broken: [resource(vm, terminated), ...aReadOf(allVms), leaves, ...runsAgain, sent(removal('minions-1'))],
    whole: [resource(vm, terminated), ...aReadOf(allVms), leaves, ...aReadOf(allVms), sent(removal('minions-1'))],
  },
  'I-12: whom its node takes back before the last look stays': {
    broken: [...excluded, ...leavesIncluded],
    whole: [...excluded, ...aReadOf(nodes), ...leavesIncluded],
  },
  'I-12: whom its node sends away by then does not join': {
    broken: [look, intent('add-pool-members'), isExcluded, ...aReadOf(nodes), sent(addition('minions-1'))],
    whole: [look, intent('add-pool-members'), ...aReadOf(nodes), isExcluded, sent(addition('minions-1'))],
  },
  'I-13': {
    broken: [three, look, sent(removal('minions-1', 'minions-2'))],
    whole: [three, look, sent(removal('minions-1'))],
  },
  'I-13: who is gone is missing': {
    broken: [four, resource(vm, aVm()), ...removing],
    whole: [four, resource(vm, aVm()), resource(otherVm, aVm({ name: 'minions-2' })), ...removing],
  },
  'I-14': {
    broken: [look, sent(removal('minions-1')), emptied, outcome('remove-pool-members')],
    whole: [look, sent(removal('minions-1')), emptied, ...aReadOf(pool), outcome('remove-pool-members')],
  },
  'I-21': {
    broken: [resource(pool, aPool('minions-1')), ...aReadOf(pool), sent(addition('minions-1'))],
    whole: [resource(pool, aPool()), ...aReadOf(pool), sent(addition('minions-1'))],
  },
  'I-09: a pool is made of the VMs of the plan': {
    broken: [...creating, resource(vm, aVm({ id: '8' })), sent(creation)],
    whole: [...creating, resource(vm, aVm()), sent(creation)],
  },
  'I-26': {
    broken: [sent({ path: `${poolPathOf('foreign')}/addInstance` })],
    whole: [sent({ path: `${pool}/addInstance` })],
  },
  'I-26: a marked VM joins no pool': {
    broken: [markedAs(''), ...addedLater],
    whole: [markedAs('false'), ...addedLater],
  },
  'I-26: nor is a pool made with it': {
    broken: [markedAs(''), ...madeLater],
    whole: [markedAs('false'), ...madeLater],
  },
};
