import type { JsonObject } from '../../../shared/model/json.ts';
import { call } from '../fill-world.ts';
import { clusterName, nodeTag, poolPathOf, project, region, sharedTag } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';
import { onPool } from './pools.ts';

const firewall = 'global/firewalls/minecraft';
const forwardingRule = `regions/${region}/forwardingRules/minecraft`;

export const networkDeeds = {
  'edit the firewall': (world) => call(world, firewall, { sourceRanges: ['198.51.100.0/25'] }, 'PATCH'),
  'edit the forwarding rule': (world, pick) => retarget(world, pick),
} satisfies Record<string, Deed>;

/** What there is to do only where something is exposed. */
export const networkAccidents = {
  'edit the firewall otherwise': (world, pick) => call(world, firewall, chosen(edits, pick) ?? {}, 'PATCH'),
  'lose the firewall': (world) => call(world, firewall, {}, 'DELETE'),
  'make a firewall under the name that is free': (world) =>
    call(world, 'global/firewalls', {
      name: `${clusterName}-minecraft`,
      sourceRanges: ['0.0.0.0/0'],
      allowed: [{ IPProtocol: 'tcp', ports: ['25565'] }],
      targetTags: [nodeTag],
    }),
  'lose the forwarding rule': (world) => call(world, forwardingRule, {}, 'DELETE'),
  'lose a pool': (world, pick) =>
    onPool(world, pick, (name) => call(world, `regions/${region}/targetPools/${name}`, {}, 'DELETE')),
  'empty a pool': (world, pick) =>
    onPool(world, pick, (name, instances) =>
      call(world, `regions/${region}/targetPools/${name}/removeInstance`, {
        instances: instances.map((instance) => ({ instance })),
      }),
    ),
  'widen the target of the firewall': (world) => call(world, firewall, { targetTags: [sharedTag] }, 'PATCH'),
  'make a forwarding rule for another protocol': (world, pick) =>
    onPool(world, pick, (name) =>
      call(world, `regions/${region}/forwardingRules`, {
        name: 'another-protocol',
        IPAddress: '203.0.113.7',
        IPProtocol: 'UDP',
        portRange: '25565',
        target: poolPathOf(name),
      }),
    ),
  'a Service takes the forwarding rule': (world) =>
    describe(
      world,
      { collection: 'forwardingRules', path: `projects/${project}/${forwardingRule}` },
      '{"kubernetes.io/service-name":"web/a"}',
    ),
  'reserve a global address of the same name': (world) =>
    call(world, 'global/addresses', { name: 'cluster-ip', address: '203.0.113.99' }),
  'protect the firewall': (world) => mark(world, 'firewalls', `projects/${project}/${firewall}`),
  'protect the forwarding rule': (world) => mark(world, 'forwardingRules', `projects/${project}/${forwardingRule}`),
} satisfies Record<string, Deed>;

const edits: JsonObject[] = [
  { sourceRanges: ['203.0.113.0/24'] },
  { allowed: [{ IPProtocol: 'tcp', ports: ['25565', '22'] }] },
  { disabled: true, sourceRanges: ['0.0.0.0/0'] },
  { disabled: true, allowed: [{ IPProtocol: 'tcp' }] },
  { targetTags: [nodeTag, 'bastion'], priority: 900 },
];

function retarget(world: SimulatedWorld, pick: number): unknown {
  return onPool(world, pick, (name) =>
    call(world, `${forwardingRule}/setTarget`, {
      target: poolPathOf(name),
    }),
  );
}

function mark(world: SimulatedWorld, collection: Described['collection'], path: string): void {
  describe(world, { collection, path }, 'underpin-protect');
}

interface Described {
  collection: 'firewalls' | 'forwardingRules';
  path: string;
}

function describe({ compute }: SimulatedWorld, { collection, path }: Described, description: string): void {
  if (compute.state.read(collection, path)) compute.state.edit(collection, path, (one) => ({ ...one, description }));
}
