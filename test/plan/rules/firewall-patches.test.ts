import test from 'ava';
import fc from 'fast-check';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Firewall, FirewallPorts } from '../../../shared/model/live.ts';
import { firewalls } from '../../../shared/plan/rules/firewalls.ts';
import { linesIn, textsIn } from '../../../shared/plan/traffic/firewall-command.ts';
import { covers } from '../../../shared/plan/traffic/intervals.ts';
import { byProtocol } from '../../../shared/plan/traffic/ports.ts';
import { sourceIntervals } from '../../../shared/plan/traffic/sources.ts';
import { aFirewall, aHealthCheckersFirewall } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { anOpenedService } from '../../builders/live.ts';

const ranges = ['0.0.0.0/0', '::/0', '10.0.0.0/8', '10.0.0.7/8', '203.0.113.0/24', '203.0.113.128/25'];
const ports = ['25565', '25565-25565', '25000-26000', '22', '1-65535', '80'];
const someRanges = fc.subarray(ranges, { minLength: 1 });
/** What a declaration may say: one without a range of IPv4 is refused when it is read. */
const declarable = someRanges.filter((all) => all.some((range) => !range.includes(':')));
const line = fc.record({ protocol: fc.constantFrom('tcp', 'TCP', '6', 'udp', 'all'), ports: fc.subarray(ports) });
const liveFirewall = fc.record({
  name: fc.constantFrom('home-minecraft', 'by-hand'),
  sourceRanges: someRanges,
  sourceTags: fc.subarray(['web']),
  sourceServiceAccounts: fc.subarray(['jobs@x']),
  targetTags: fc.subarray(['k8s-home-node', 'web']),
  allowed: fc.array(line, { minLength: 1, maxLength: 3 }),
  priority: fc.constantFrom(1, 1000),
  disabled: fc.boolean(),
});

function declaredWith(sources: string[]) {
  return aDeclaration({ stacks: [{ objects: [aServiceManifest({ spec: { loadBalancerSourceRanges: sources } })] }] });
}

function afterPatch(live: Firewall, body: JsonObject): Firewall {
  return {
    ...live,
    ...(body.sourceRanges !== undefined && { sourceRanges: textsIn(body.sourceRanges) }),
    ...(body.sourceTags !== undefined && { sourceTags: textsIn(body.sourceTags) }),
    ...(body.sourceServiceAccounts !== undefined && { sourceServiceAccounts: textsIn(body.sourceServiceAccounts) }),
    ...(body.targetTags !== undefined && { targetTags: textsIn(body.targetTags) }),
    ...(body.allowed !== undefined && { allowed: linesIn(body.allowed) }),
    ...(body.priority !== undefined && { priority: Number(body.priority) }),
    ...(body.disabled !== undefined && { disabled: Boolean(body.disabled) }),
  };
}

function opensNoMoreThan(lines: FirewallPorts[], declared: FirewallPorts[]): boolean {
  const wanted = byProtocol(declared);
  return [...byProtocol(lines)].every(([protocol, intervals]) => covers(wanted.get(protocol) ?? [], intervals));
}

test('I-16: no patch, whatever it meets, leaves a firewall wider than declared, and one patch is enough', (t) => {
  fc.assert(
    fc.property(liveFirewall, declarable, (fields, sources) => {
      const live = aFirewall(fields);
      const declared = declaredWith(sources);
      const [first] = firewalls(declared, anOpenedService({ firewalls: [live, aHealthCheckersFirewall()] }));
      if (first?.action?.kind !== 'patch-firewall') return;
      const after = afterPatch(live, first.action.body);
      t.true(covers(sourceIntervals(sources), sourceIntervals(after.sourceRanges)));
      t.true(opensNoMoreThan(after.allowed, [{ protocol: 'tcp', ports: ['25565'] }]));
      t.deepEqual(firewalls(declared, anOpenedService({ firewalls: [after, aHealthCheckersFirewall()] })), []);
    }),
    { numRuns: 100 },
  );
  t.pass();
});

test('I-16: what other VMs are let in by is opened no further for the sake of the pool', (t) => {
  fc.assert(
    fc.property(liveFirewall, someRanges, (fields, sources) => {
      const live = aFirewall(fields);
      const [first] = firewalls(
        declaredWith(sources),
        anOpenedService({ firewalls: [live, aHealthCheckersFirewall()] }),
      );
      if (first?.action?.kind !== 'patch-firewall') return;
      const after = afterPatch(live, first.action.body);
      if (!after.targetTags.includes('web')) return;
      t.true(covers(sourceIntervals(live.sourceRanges), sourceIntervals(after.sourceRanges)));
      t.true(opensNoMoreThan(after.allowed, live.allowed));
      t.true(after.disabled || !live.disabled);
    }),
    { numRuns: 300 },
  );
  t.pass();
});

test('N-05: 0.0.0.0/0 and ::/0 are introduced only where declared literally', (t) => {
  fc.assert(
    fc.property(liveFirewall, someRanges, (fields, sources) => {
      const live = anOpenedService({ firewalls: [aFirewall(fields), aHealthCheckersFirewall()] });
      for (const { action } of firewalls(declaredWith(sources), live)) {
        const body = action && 'body' in action ? action.body : {};
        const everybody = textsIn(body.sourceRanges).filter((range) => ['0.0.0.0/0', '::/0'].includes(range));
        t.true(everybody.every((range) => sources.includes(range)));
      }
    }),
    { numRuns: 100 },
  );
  t.pass();
});
