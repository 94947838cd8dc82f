import { allocateAddress } from '../address-pool.ts';
import type { Call } from '../call.ts';
import { isObject, type JsonObject, withoutEmptyLists } from '../json.ts';
import type { NetworkInterface } from '../kinds.ts';
import { orderOf, startOperation } from '../operation.ts';
import { requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import type { Method } from './method.ts';

/** The external address of a VM. */
export const accessConfigs: Record<string, Method> = {
  'instances.addAccessConfig': addAccessConfig,
  'instances.deleteAccessConfig': deleteAccessConfig,
};

function addAccessConfig(call: Call): JsonObject {
  const { world, body } = call;
  const natIP = typeof body.natIP === 'string' && body.natIP ? body.natIP : allocateAddress(world, false);
  const defaults = {
    kind: 'compute#accessConfig',
    type: 'ONE_TO_ONE_NAT',
    name: 'External NAT',
    networkTier: 'PREMIUM',
  };
  return edit(call, (one) => {
    if (configsOf(one).length) throw refusal.invalidUsage('At most one access config currently supported.');
    return { ...one, accessConfigs: [{ ...defaults, ...body, natIP }] };
  });
}

function deleteAccessConfig(call: Call): JsonObject {
  const name = String(call.query.accessConfig ?? '');
  return edit(call, (one) => {
    const left = configsOf(one).filter((config) => config.name !== name);
    if (left.length < configsOf(one).length) return withoutEmptyLists({ ...one, accessConfigs: left });
    throw refusal.invalid('accessConfig', name, 'Access config does not exist.');
  });
}

function configsOf({ accessConfigs }: NetworkInterface): JsonObject[] {
  return Array.isArray(accessConfigs) ? accessConfigs.filter(isObject) : [];
}

function edit(call: Call, change: (one: NetworkInterface) => NetworkInterface): JsonObject {
  const { world, target } = call;
  const instance = requireTarget(call, 'instances');
  return startOperation(orderOf(call), {
    target,
    targetId: instance.id,
    check: () => void changed(call, change),
    finish: () => {
      const networkInterfaces = changed(call, change);
      world.store.change('instances', target, (one) => ({ ...one, networkInterfaces }));
    },
  });
}

function changed(call: Call, change: (one: NetworkInterface) => NetworkInterface): NetworkInterface[] {
  const { networkInterfaces } = requireTarget(call, 'instances');
  const wanted = String(call.query.networkInterface ?? 'nic0');
  if (!networkInterfaces.some(({ name }) => name === wanted)) {
    throw refusal.invalid('networkInterface', wanted, 'The network interface does not exist.');
  }
  return networkInterfaces.map((one) => (one.name === wanted ? change(one) : one));
}
