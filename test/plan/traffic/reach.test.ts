import test from 'ava';
import fc from 'fast-check';
import type { Firewall } from '../../../shared/model/live.ts';
import { portIntervals } from '../../../shared/plan/traffic/ports.ts';
import { whatHolds } from '../../../shared/plan/traffic/reach.ts';
import { sourceIntervals } from '../../../shared/plan/traffic/sources.ts';
import { aFirewall, anInstance } from '../../builders/compute.ts';

const ranges = ['10.0.0.0/30', '10.0.0.0/31', '10.0.0.2/31', '10.0.0.1/32', '10.0.0.0/8'];
const ports = ['1', '2', '1-2', '3', '1-4'];
const firewall = fc
  .record({
    denies: fc.boolean(),
    priority: fc.constantFrom(1, 2, 3),
    source: fc.constantFrom(...ranges),
    port: fc.constantFrom(...ports),
    disabled: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
  })
  .map(({ denies, priority, source, port, disabled }): Firewall => {
    const lines = [{ protocol: 'tcp', ports: [port] }];
    const decision = denies ? { allowed: [], denied: lines } : { allowed: lines, denied: [] };
    return aFirewall({ priority, disabled, sourceRanges: [source], ...decision });
  });

/** One packet after the other, as a network would. */
function whatBecomesOf(firewalls: Firewall[], source: string, port: number): 'in' | 'denied' | 'lost' {
  const meets = firewalls.filter(
    ({ sourceRanges, allowed, denied, disabled }) =>
      !disabled &&
      holds(sourceIntervals(sourceRanges), sourceIntervals([source])[0]?.[0] ?? -1n) &&
      holds(portIntervals([...allowed, ...denied].flatMap((line) => line.ports)), BigInt(port)),
  );
  if (meets.length === 0) return 'lost';
  const least = Math.min(...meets.map(({ priority }) => priority));
  const deciding = meets.filter(({ priority }) => priority === least);
  return deciding.every(({ denied }) => denied.length === 0) ? 'in' : 'denied';
}

function holds(intervals: readonly (readonly [bigint, bigint])[], value: bigint): boolean {
  return intervals.some(([first, last]) => value >= first && value <= last);
}

test('traffic gets through exactly when each of its packets does, and a port is shut when half of a range is denied', (t) => {
  const asked = fc.tuple(
    fc.constantFrom(['10.0.0.0/30'], ['10.0.0.2/31'], ['10.0.0.1/32'], ['10.0.0.0/31', '10.0.0.2/31']),
    fc.constantFrom('1', '1-3', '2-4'),
  );
  fc.assert(
    fc.property(fc.array(firewall, { maxLength: 6 }), asked, (firewalls, [declared, range]) => {
      const traffic = {
        network: 'default',
        protocol: 'tcp',
        ports: portIntervals([range]),
        sources: declared.flatMap((range) => sourceIntervals([range])),
      };
      const asks = [1, 2, 3, 4].filter((port) => holds(traffic.ports, BigInt(port)));
      const fateOf = (port: number) =>
        traffic.sources.map((sources) =>
          ['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3']
            .filter((one) => holds([sources], sourceIntervals([one])[0]?.[0] ?? -1n))
            .map((one) => whatBecomesOf(firewalls, one, port)),
        );
      const isShut = (fates: string[]) => fates.filter((one) => one === 'denied').length * 2 >= fates.length;
      const held = whatHolds(firewalls, traffic, anInstance());
      const fates = asks.flatMap(fateOf).flat();
      t.is(
        held === null,
        fates.every((one) => one === 'in'),
      );
      t.is(held?.lacks ?? false, fates.includes('lost'));
      t.is((held?.deniers.length ?? 0) > 0, fates.includes('denied'));
      t.deepEqual(
        asks.filter((port) =>
          holds(portIntervals(['0', ...(held?.shut.flatMap(({ line }) => line.ports) ?? [])]), BigInt(port)),
        ),
        asks.filter((port) => fateOf(port).some(isShut)),
      );
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

const traffic = {
  network: 'default',
  protocol: 'tcp',
  ports: portIntervals(['80']),
  sources: sourceIntervals(['0.0.0.0/0']),
};
const open = { sourceRanges: ['0.0.0.0/0'], allowed: [{ protocol: 'tcp', ports: ['80'] }] };
const reaches = test.macro((t, fields: Partial<Firewall>, expected: boolean) =>
  t.is(
    whatHolds([aFirewall({ ...open, ...fields })], traffic, anInstance({ serviceAccount: 'nodes@x' })) === null,
    expected,
  ),
);
test('a rule for the tag of the VM', reaches, {}, true);
test('a rule for another tag', reaches, { targetTags: ['web'] }, false);
test('a rule for every VM', reaches, { targetTags: [] }, true);
test('a rule for its service account', reaches, { targetTags: [], targetServiceAccounts: ['nodes@x'] }, true);
test('a rule for another service account', reaches, { targetTags: [], targetServiceAccounts: ['web@x'] }, false);
test('a rule of another network', reaches, { network: 'other' }, false);
test('a rule for what goes out', reaches, { direction: 'EGRESS' }, false);
test('a rule for every protocol', reaches, { allowed: [{ protocol: 'all', ports: [] }] }, true);
