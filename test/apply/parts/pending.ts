import test from 'ava';
import type { Fault } from '../../../sandbox/compute/faults/fault.ts';
import { pendingOn } from '../../../shared/apply/pending.ts';
import { createClients } from '../../../shared/clients.ts';
import { aDataDisk, type DataDisk, disk } from './a-data-disk.ts';

let desk: DataDisk;
test.before(async () => {
  desk = await aDataDisk();
});

test.after.always(() => desk?.bench.close());
test.beforeEach(() => desk.reset());

/** What is under way on the disk, when the list of operations comes so. */
async function pendingWith(fault: Fault): Promise<string | null> {
  const { cloud, clock, world, declared } = desk.bench;
  const planted = cloud.compute.faults.add({ method: 'compute.zoneOperations.list', count: 3, fault });
  const context = { clients: createClients(world, declared.cluster, world.transport) };
  const pending = await clock.drive(pendingOn([disk], context));
  planted.remove();
  return pending;
}

const unread = test.macro(async (t, fault: Fault, expected: RegExp) =>
  t.regex((await pendingWith(fault)) ?? 'nothing', expected),
);
test.serial(
  'D-04, F-13 where a page of the operations comes again and again, something may be under way',
  unread,
  { kind: 'page', how: 'repeated' },
  /^the pending operations cannot be read: the page token `.*` came twice/,
);
test.serial(
  'D-04, P-07 where a zone could not be reached, too',
  unread,
  { kind: 'partial', scopes: ['zones/us-central1-a'], tells: 'warning' },
  /^the pending operations cannot be read: UNREACHABLE: /,
);

test.serial('D-04, P-07 an answer that is no list is no list without operations', async (t) => {
  desk.bench.before(/\/zones\/us-central1-a\/operations\?/, () => Response.json({}));
  t.regex((await pendingWith({ kind: 'operation stuck' })) ?? '', /cannot be read: the answer is no list/);
});
