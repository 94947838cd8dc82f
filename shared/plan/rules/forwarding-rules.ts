import type { Declared } from '../../model/declared.ts';
import type { DeclaredExposure } from '../../model/exposure.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ForwardingRule, Live } from '../../model/live.ts';
import { parseReference, type Reference, referencePath, sameReference } from '../../model/reference.ts';
import { serviceIn } from '../../model/service-owner.ts';
import { gapIn } from '../gaps.ts';
import { tierFlag } from '../traffic/address.ts';
import { declaredFirewalls, firewallFor } from '../traffic/declared-firewall.ts';
import { intervalsOf, type WantedForwarding, wantedForwarding } from '../traffic/forwarding.ts';
import { deleteForwardingCommand, describeForwardingCommand, whyNotOurs } from '../traffic/forwarding-command.ts';
import { healthCheckReference } from '../traffic/health-check.ts';
import { whatIsHeldBack, wouldBeOpened } from '../traffic/held-back.ts';
import { intersects } from '../traffic/intervals.ts';
import { descriptionFor, otherKeeper } from '../traffic/keeper.ts';
import { matchFirewalls } from '../traffic/matching-firewall.ts';
import { poolNodes } from '../traffic/pool-nodes.ts';
import { portIntervals, portRangeOf, portTexts } from '../traffic/ports.ts';
import { untagged } from '../traffic/untagged.ts';

/** One forwarding rule for each address, protocol and port range, pointed at the declared pool (N-01, N-04). */
export function forwardingRules(declared: Declared, live: Live): Finding[] {
  const all = wantedForwarding(declared, live);
  return all.flatMap((wanted) => {
    const rival = all.find((other) => isRival(wanted, other));
    if (rival) return [takenTwice(wanted, rival)];
    const unknown = wanted.address.unknown ?? gapIn(live, ['forwardingRules'], [wanted.reference.location]);
    if (wanted.found) return compared(declared, live, { wanted, found: wanted.found });
    if (unknown) return [about(wanted, { outcome: 'unknown', severity: 'warning', path: '', why: unknown })];
    const [obstacle] = wanted.overlapping;
    return [obstacle ? inTheWay(live, wanted, obstacle) : absent(declared, live, wanted)];
  });
}

/** C-15: the name of an address and its number are known to be one only when it is looked at. */
function isRival(wanted: WantedForwarding, other: WantedForwarding): boolean {
  return (
    other.exposure !== wanted.exposure &&
    other.address.ip !== null &&
    other.address.ip === wanted.address.ip &&
    other.protocol === wanted.protocol &&
    intersects(portIntervals([other.ports]), portIntervals([wanted.ports]))
  );
}

/** Each of them would be led away from the other, repair by repair. */
function takenTwice(wanted: WantedForwarding, { address, ports, exposure }: WantedForwarding): Finding {
  return about(wanted, {
    severity: 'critical',
    path: 'address',
    declared: wanted.address.declared,
    live: address.declared,
    why: `${wanted.protocol} port ${wanted.ports} of \`${wanted.address.declared}\` is taken already: stack \`${exposure.stack}\` declares ${ports} of \`${address.declared}\`, which is the same address (${address.ip}); take it out of one of them`,
    isForPerson: true,
  });
}

function absent(declared: Declared, live: Live, wanted: WantedForwarding): Finding {
  const { reference, address, protocol, ports, exposure } = wanted;
  const isReserved = address.reserved !== null;
  const requires = requiredBy(declared, live, wanted);
  const why = `nothing brings ${protocol} port ${ports} of \`${address.declared}\`${address.ip && address.ip !== address.declared ? ` (${address.ip})` : ''} to pool \`${exposure.pool}\``;
  return about(wanted, {
    severity: 'critical',
    path: '',
    declared: `${address.ip ?? address.declared} ${protocol} ${ports}`,
    why: isReserved ? why : `${why}; the address comes first`,
    command: createCommand(wanted),
    // N-02: on a number that is not reserved it would be lost with the first delete.
    action: isReserved
      ? {
          kind: 'create-forwarding-rule',
          forwardingRule: reference,
          body: bodyOf(declared, wanted),
          requires,
        }
      : null,
    blockedBy: whyNeverOpened(declared, live, requires),
  });
}

function bodyOf(
  { cluster }: Declared,
  { reference, address, protocol, ports, pool, exposure }: WantedForwarding,
): JsonObject {
  const { service, stack } = exposure;
  const owner = service ? `Service ${service.namespace}/${service.name}` : `stack ${stack}`;
  return {
    name: reference.name,
    description: descriptionFor(cluster, owner),
    IPAddress: address.ip,
    IPProtocol: protocol,
    portRange: portRangeOf(ports),
    target: referencePath(pool),
    loadBalancingScheme: 'EXTERNAL',
    networkTier: address.reserved?.networkTier ?? 'PREMIUM',
  };
}

/** What is made along with it, and what is there for it: if one of them is missing, the way would not be complete. */
function requiredBy(declared: Declared, live: Live, { pool, exposure }: WantedForwarding): Reference[] {
  const { cluster } = declared;
  const declaration = cluster.spec.pools.find(({ name }) => name === exposure.pool);
  const isPoolAbsent = !live.pools.some(({ reference }) => sameReference(reference, pool));
  return [
    ...(declaration?.healthCheck && isPoolAbsent ? [healthCheckReference(cluster, declaration)] : []),
    pool,
    ...firewallsFor(declared, live, exposure),
  ];
}

function firewallsFor(declared: Declared, live: Live, exposure: DeclaredExposure): Reference[] {
  const { project, network } = declared.cluster.spec;
  const nodes = poolNodes(declared, live).get(exposure.pool) ?? { instances: [], tags: [] };
  const matches = matchFirewalls(declared, live);
  const own = firewallFor(declared, exposure)?.key;
  const names = declaredFirewalls(declared)
    .filter((wanted) => wanted.pool === exposure.pool && (wanted.isForHealth || wanted.key === own))
    .flatMap((wanted) => {
      const match = matches.get(wanted.key);
      if (match) return match.firewall.reference.name;
      if (wanted.sources.length === 0) return [];
      // N-06: none is made for the VMs without the tag of one that serves the others, nor where a denial holds it back.
      const ofOthers = untagged(live, network, { wanted, nodes });
      if (ofOthers) return ofOthers.firewall.reference.name;
      const held = whatIsHeldBack(live, network, { wanted, nodes });
      return held && wouldBeOpened(held) ? wanted.name : [];
    });
  return [...new Set(names)].sort().map((name) => ({ project, location: 'global', collection: 'firewalls', name }));
}

/** Without a firewall that cannot be made the rule would complete nothing. */
function whyNeverOpened(declared: Declared, { firewalls }: Live, requires: Reference[]): string | null {
  const names = new Set(declaredFirewalls(declared).map(({ name }) => name));
  const required = firewalls.filter(({ reference }) => requires.some((one) => sameReference(one, reference)));
  for (const one of required) {
    const { name } = one.reference;
    const keeper = names.has(name) ? otherKeeper(declared.cluster, one) : null;
    if (keeper)
      return `firewall \`${name}\` cannot be made, as ${keeper} has one of that name, and a forwarding rule comes last (N-01)`;
  }
  return null;
}

/** What belongs to somebody else stays in the way. */
function inTheWay(live: Live, wanted: WantedForwarding, obstacle: ForwardingRule): Finding {
  const stays = whyNotOurs(obstacle);
  const held = portTexts(intervalsOf(obstacle)).join(',');
  return about(wanted, {
    subject: subjectOf(obstacle.reference),
    severity: 'warning',
    path: 'portRange',
    declared: wanted.ports,
    live: held,
    why: `it holds ${wanted.protocol} ports ${held} of ${obstacle.address} where ${wanted.ports} is declared; the range of a forwarding rule cannot be changed, and two may not overlap${stays ? `; ${stays}` : ''}`,
    command: stays
      ? describeForwardingCommand(obstacle)
      : `${deleteForwardingCommand(live, obstacle)} && ${createCommand(wanted, obstacle.networkTier)}`,
  });
}

interface Pair {
  wanted: WantedForwarding;
  found: ForwardingRule;
}

function compared(declared: Declared, live: Live, { wanted, found }: Pair): Finding[] {
  return [...scheme(wanted, found), ...target(declared, live, { wanted, found }), ...tier(wanted, found)];
}

function scheme(wanted: WantedForwarding, found: ForwardingRule): Finding[] {
  if (found.scheme === 'EXTERNAL') return [];
  const why = `a forwarding rule of scheme ${found.scheme} does not serve a target pool, and the scheme cannot be changed`;
  return [differs(wanted, found, { path: 'loadBalancingScheme', declared: 'EXTERNAL', live: found.scheme, why })];
}

function target(declared: Declared, live: Live, { wanted, found }: Pair): Finding[] {
  const present = found.target ? parseReference(found.target, wanted.pool.project) : undefined;
  if (present && samePool(present, wanted.pool)) return [];
  const owner = serviceIn(found.description);
  const canChange = present?.collection === 'targetPools' && !owner;
  const { name, project, location } = found.reference;
  const requires = firewallsFor(declared, live, wanted.exposure);
  const why = owner
    ? `it belongs to Service ${owner}: the cloud controller keeps it and would undo every change (P-10)`
    : `it sends traffic to \`${present?.name ?? found.target ?? 'nothing'}\`, not to pool \`${wanted.pool.name}\``;
  return [
    {
      ...differs(wanted, found, {
        path: 'target',
        declared: wanted.pool.name,
        live: present?.name ?? found.target,
        why,
      }),
      command: owner
        ? describeForwardingCommand(found)
        : `gcloud compute forwarding-rules set-target ${name} --project=${project} --region=${location} --target-pool=${wanted.pool.name}`,
      action: canChange
        ? {
            kind: 'set-forwarding-rule-target',
            forwardingRule: found.reference,
            pool: wanted.pool,
            replaces: found.target,
            requires,
          }
        : null,
      blockedBy: canChange ? whyNeverOpened(declared, live, requires) : null,
    },
  ];
}

/** A pool of the project by its number is the pool of the project by its id. */
function samePool(present: Reference, pool: Reference): boolean {
  const project = /^\d+$/.test(present.project) ? pool.project : present.project;
  return sameReference({ ...present, project }, pool);
}

function tier({ address, ...wanted }: WantedForwarding, found: ForwardingRule): Finding[] {
  const { reserved } = address;
  if (!reserved || reserved.networkTier === found.networkTier) return [];
  const why = 'its network tier is not that of its address';
  const values = { path: 'networkTier', declared: reserved.networkTier, live: found.networkTier, why };
  return [{ ...differs({ address, ...wanted }, found, values), rule: 'N-02', severity: 'warning' }];
}

function differs(
  wanted: WantedForwarding,
  found: ForwardingRule,
  fields: Pick<Finding, 'path' | 'declared' | 'live' | 'why'>,
): Finding {
  return about(wanted, {
    subject: subjectOf(found.reference),
    severity: 'critical',
    command: describeForwardingCommand(found),
    ...fields,
  });
}

/** `tier`: of the address, where it is not reserved. */
function createCommand({ reference, address, protocol, ports, pool }: WantedForwarding, tier = 'PREMIUM'): string {
  const { name, project, location } = reference;
  const flag = tierFlag(address.reserved?.networkTier ?? tier);
  return `gcloud compute forwarding-rules create ${name} --project=${project} --region=${location} --address=${address.reserved?.reference.name ?? address.declared} --ip-protocol=${protocol} --ports=${ports} --target-pool=${pool.name}${flag}`;
}

function subjectOf({ location, name }: Reference): string {
  return `ForwardingRule/${location}/${name}`;
}

function about(
  wanted: WantedForwarding,
  fields: Pick<Finding, 'severity' | 'path' | 'why'> & Partial<Finding>,
): Finding {
  return finding({
    subject: subjectOf(wanted.reference),
    rule: 'N-01',
    source: wanted.exposure.source,
    stack: wanted.exposure.stack,
    ...fields,
  });
}
