import { allocateAddress, usersOfAddress } from '../address-pool.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import type { Address } from '../kinds.ts';
import { linkTo, pathOf } from '../link.ts';
import { requireNewName } from '../location.ts';
import { orderOf, startOperation } from '../operation.ts';
import { requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { newResource, requireAbsent } from '../resource.ts';
import { setLabels } from './labels.ts';
import type { Method } from './method.ts';
import { given } from './plain.ts';

export const addresses: Record<string, Method> = {
  'addresses.insert': insert,
  'addresses.delete': remove,
  'addresses.setLabels': (call) => setLabels(call, 'addresses'),
};

/** An address that is given is an ephemeral one in use, to be kept; else a free one is found. */
function insert(call: Call): JsonObject {
  const { world, place, body } = call;
  const path = `${place}/addresses/${requireNewName(body.name)}`;
  const internal = body.addressType === 'INTERNAL';
  const number = typeof body.address === 'string' && body.address ? body.address : allocateAddress(world, internal);
  const users = usersOfAddress(world, place, number);
  const address: Address = {
    description: '',
    networkTier: 'PREMIUM',
    addressType: 'EXTERNAL',
    labelFingerprint: '42WmSpB8rSM=',
    ...given({ links: ['subnetwork', 'network'] }, call),
    ...newResource(world, 'address', path),
    address: number,
    status: 'RESERVING',
  };
  return startOperation(orderOf(call), {
    target: path,
    targetId: address.id,
    check: () => {
      requireAbsent(world, path, address);
      requireUnreserved(call, address);
    },
    begin: () => void world.store.write<'addresses'>(address),
    finish: () => world.store.change('addresses', path, (one) => ({ ...one, ...usage(users) })),
  });
}

function usage(users: string[]): Pick<Address, 'status' | 'users'> {
  return users.length ? { status: 'IN_USE', users } : { status: 'RESERVED' };
}

function requireUnreserved({ world, place }: Call, { address, id }: Address): void {
  const taken = world.store.shelf('addresses', place).some((one) => one.address === address && one.id !== id);
  if (taken) throw refusal.invalid('resource.address', address, 'Specified IP address is already reserved.');
}

function remove(call: Call): JsonObject {
  const { world, target } = call;
  const address = requireTarget(call, 'addresses');
  return startOperation(orderOf(call), {
    target,
    targetId: address.id,
    check: () => {
      const [user] = requireTarget(call, 'addresses').users ?? [];
      if (user) throw refusal.inUse(target, pathOf(user));
    },
    finish: () => world.store.remove(target),
  });
}

/** An address knows who uses it; there is no such field while nobody does. */
export function useAddress({ world, place }: Call, number: string, user: string): void {
  const address = world.store.shelf('addresses', place).find((one) => one.address === number);
  if (!address) return;
  const users = [...new Set([...(address.users ?? []), linkTo(user)])];
  world.store.write<'addresses'>({ ...address, status: 'IN_USE', users });
}

export function releaseAddress({ world, place }: Call, number: string, user: string): void {
  const address = world.store.shelf('addresses', place).find((one) => one.address === number);
  if (!address) return;
  const { users = [], ...rest } = address;
  const left = users.filter((one) => one !== linkTo(user));
  world.store.write<'addresses'>(left.length ? { ...rest, users: left } : { ...rest, status: 'RESERVED' });
}
