import type { JsonObject } from '../../../shared/model/json.ts';
import { askCompute } from '../ask-compute.ts';
import { clusterName, nodeTag, poolPathOf, project, region, sharedTag } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';
import { onPool } from './pools.ts';

const firewall = 'global/firewalls/minecraft';
const forwardingRule = `regions/${region}/forwardingRules/minecraft`;

export const networkDeeds = {
  'edit the firewall': (world) => askCompute(world, `PATCH ${firewall}`, { sourceRanges: ['198.51.100.0/25'] }),
  'edit the forwarding rule': (world, pick) => retarget(world, pick),
} satisfies Record<string, Deed>;

/** What there is to do only where something is exposed. */
export const networkAccidents = {
  'edit the firewall otherwise': (world, pick) => askCompute(world, `PATCH ${firewall}`, chosen(edits, pick) ?? {}),
  'lose the firewall': (world) => askCompute(world, `DELETE ${firewall}`),
  'make a firewall under the name that is free': (world) =>
    askCompute(world, 'POST global/firewalls', {
      name: `${clusterName}-minecraft`,
      sourceRanges: ['0.0.0.0/0'],
      allowed: [{ IPProtocol: 'tcp', ports: ['25565'] }],
      targetTags: [nodeTag],
    }),
  'lose the forwarding rule': (world) => askCompute(world, `DELETE ${forwardingRule}`),
  'lose a pool': (world, pick) =>
    onPool(world, pick, (name) => askCompute(world, `DELETE regions/${region}/targetPools/${name}`)),
  'empty a pool': (world, pick) =>
    onPool(world, pick, (name, instances) =>
      askCompute(world, `POST regions/${region}/targetPools/${name}/removeInstance`, {
        instances: instances.map((instance) => ({ instance })),
      }),
    ),
  'widen the target of the firewall': (world) => askCompute(world, `PATCH ${firewall}`, { targetTags: [sharedTag] }),
  'make a forwarding rule for another protocol': (world, pick) =>
    makeForwardingRule(world, pick, { name: 'another-protocol', IPProtocol: 'UDP', portRange: '25565' }),
  'make a forwarding rule for another port': (world, pick) =>
    makeForwardingRule(world, pick, { name: 'another-port', IPProtocol: 'TCP', portRange: '80' }),
  'a Service takes the forwarding rule': (world) =>
    describe(
      world,
      { collection: 'forwardingRules', path: `projects/${project}/${forwardingRule}` },
      '{"kubernetes.io/service-name":"web/a"}',
    ),
  'a Service takes a pool': (world, pick) =>
    onPool(world, pick, (name) =>
      describe(world, { collection: 'targetPools', path: poolPathOf(name) }, '{"kubernetes.io/service-name":"web/a"}'),
    ),
  'reserve a global address of the same name': (world) =>
    askCompute(world, 'POST global/addresses', { name: 'cluster-ip', address: '203.0.113.99' }),
  'protect the firewall': (world) => mark(world, 'firewalls', `projects/${project}/${firewall}`),
  'protect the forwarding rule': (world) => mark(world, 'forwardingRules', `projects/${project}/${forwardingRule}`),
} satisfies Record<string, Deed>;

/** By whom a name is taken that was free in the plan. */
export const networkSquatters = {
  'make a forwarding rule under the name that is free': (world, pick) =>
    onPool(world, pick, (name) =>
      askCompute(world, `POST regions/${region}/forwardingRules`, {
        name: `${clusterName}-minecraft-tcp-25565`,
        IPProtocol: 'TCP',
        portRange: '25565',
        target: poolPathOf(name),
      }),
    ),
} satisfies Record<string, Deed>;

const edits: JsonObject[] = [
  { sourceRanges: ['203.0.113.0/24'] },
  { allowed: [{ IPProtocol: 'tcp', ports: ['25565', '22'] }] },
  { disabled: true, sourceRanges: ['0.0.0.0/0'] },
  { disabled: true, allowed: [{ IPProtocol: 'tcp' }] },
  { targetTags: [nodeTag, 'bastion'], priority: 900 },
];

/** On the declared address. */
function makeForwardingRule(world: SimulatedWorld, pick: number, rule: JsonObject): unknown {
  return onPool(world, pick, (name) =>
    askCompute(world, `POST regions/${region}/forwardingRules`, {
      ...rule,
      IPAddress: '203.0.113.7',
      target: poolPathOf(name),
    }),
  );
}

function retarget(world: SimulatedWorld, pick: number): unknown {
  return onPool(world, pick, (name) =>
    askCompute(world, `POST ${forwardingRule}/setTarget`, {
      target: poolPathOf(name),
    }),
  );
}

function mark(world: SimulatedWorld, collection: Described['collection'], path: string): void {
  describe(world, { collection, path }, 'underpin-protect');
}

interface Described {
  collection: 'firewalls' | 'forwardingRules' | 'targetPools';
  path: string;
}

function describe({ compute }: SimulatedWorld, { collection, path }: Described, description: string): void {
  if (compute.state.read(collection, path)) compute.state.edit(collection, path, (one) => ({ ...one, description }));
}
