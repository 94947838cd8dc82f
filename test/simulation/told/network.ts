import { poolPathOf, project, region } from '../shape.ts';
import { aPool, pool, zone } from './a-home.ts';
import { aReadOf, look, ourResource, outcome, resource, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';

const rule = `projects/${project}/regions/${region}/forwardingRules/minecraft`;
const declared = { IPAddress: '203.0.113.7', IPProtocol: 'TCP', portRange: '25565-25565' };
const retarget = sent({ path: `${rule}/setTarget`, trigger: 'repair', body: JSON.stringify({ target: pool }) });
const ruleRead = aReadOf(rule, { trigger: 'repair' });
const retargeted = outcome('set-forwarding-rule-target', { target: 'ForwardingRule/us-central1/minecraft' });
const isOn = (IPAddress: string) => ourResource(rule, { before: {}, after: { IPAddress } });

const firewall = `projects/${project}/global/firewalls/minecraft`;
const open = { sourceRanges: ['0.0.0.0/0'] };
const narrow = { sourceRanges: ['198.51.100.0/24'] };
const targetTags = ['k8s-home-node'];
const patch = (fields: object) => sent({ method: 'PATCH', path: firewall, body: JSON.stringify(fields) });
const tcp = { allowed: [{ IPProtocol: 'tcp', ports: ['25565'] }] };
const patched = outcome('patch-firewall', { target: 'Firewall/minecraft' });
const created = outcome('create-firewall', { target: 'Firewall/minecraft' });
const repaired = sent({ method: 'PATCH', path: firewall, trigger: 'repair', body: '{"description":"c"}' });
const readAs = (description: string) => [
  resource(firewall, { description }),
  ...aReadOf(firewall, { trigger: 'repair' }),
];

export const networkTellings: Tellings = {
  'I-10: no traffic is sent to a pool that is empty': {
    broken: [resource(pool, aPool()), look, retarget],
    whole: [resource(pool, aPool('minions-1')), look, retarget],
  },
  'I-14: a forwarding rule that is done led to its pool at the last look': {
    broken: [resource(rule, { target: poolPathOf('other') }), retarget, ...ruleRead, retargeted],
    whole: [resource(rule, { target: `https://x/${pool}` }), retarget, ...ruleRead, retargeted],
  },
  'I-14: a firewall that is done was seen as it was asked for': {
    broken: [resource(firewall, { ...narrow, allowed: [] }), patch(tcp), ...aReadOf(firewall), patched],
    whole: [resource(firewall, { ...narrow, ...tcp }), patch(tcp), ...aReadOf(firewall), patched],
  },
  'I-15': {
    broken: [sent({ method: 'DELETE', path: pool })],
    whole: [sent({ path: `${rule}/setTarget`, trigger: 'repair' })],
  },
  'I-15: an event makes nothing': {
    broken: [sent({ path: `${zone}/disks` })],
    whole: [sent({ path: `${zone}/disks`, trigger: 'repair' })],
  },
  'I-15: a forwarding rule stays on its address': {
    broken: [isOn('203.0.113.99')],
    whole: [isOn('203.0.113.7')],
  },
  'I-15: a forwarding rule that nobody declared stays as it is': {
    broken: [resource(rule, { ...declared, IPProtocol: 'UDP' }), retarget],
    whole: [resource(rule, declared), retarget],
  },
  'I-15: nor does one for another port': {
    broken: [resource(rule, { ...declared, portRange: '80-80' }), retarget],
    whole: [resource(rule, declared), retarget],
  },
  'I-16': {
    broken: [patch(open)],
    whole: [patch(narrow)],
  },
  'I-16: each firewall lets in whom it is for': {
    broken: [patch({ sourceRanges: ['35.191.0.0/16'] })],
    whole: [patch(narrow)],
  },
  'I-16: no other protocol comes in': {
    broken: [patch({ allowed: [{ IPProtocol: 'udp', ports: ['25565'] }] })],
    whole: [patch(tcp)],
  },
  'I-16: nor anything before what others deny': {
    broken: [patch({ ...tcp, priority: 0 })],
    whole: [patch({ ...tcp, priority: 1000 })],
  },
  'I-16: a firewall that was seen wide open is not done': {
    broken: [resource(firewall, open), ...aReadOf(firewall), created],
    whole: [resource(firewall, narrow), ...aReadOf(firewall), created],
  },
  'I-16: a firewall that was wider is not switched on as it is': {
    broken: [ourResource(firewall, { before: {}, after: { ...open, targetTags } })],
    whole: [ourResource(firewall, { before: {}, after: { ...narrow, targetTags } })],
  },
  'I-19: nobody undoes what was written since the plan': {
    broken: [...readAs('a'), ...readAs('b'), repaired],
    whole: [...readAs('a'), ...readAs('a'), repaired],
  },
  'I-26: the forwarding rule of a Service is the cloud controller’s': {
    broken: [resource(rule, { ...declared, description: '{"kubernetes.io/service-name":"a/b"}' }), retarget],
    whole: [resource(rule, { ...declared, description: 'ours' }), retarget],
  },
};
