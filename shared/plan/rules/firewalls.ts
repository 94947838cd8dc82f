import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Firewall, FirewallPorts, Live } from '../../model/live.ts';
import type { Reference } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { type DeclaredFirewall, declaredFirewalls } from '../traffic/declared-firewall.ts';
import { sureOf } from '../traffic/destinations.ts';
import { bodyLines, describeFirewallCommand, firewallCommand } from '../traffic/firewall-command.ts';
import {
  declaredBody,
  differencesOf,
  type FirewallDifference,
  holdingBack,
  isOpenedToAnybody,
  sayWho,
  wantedTargets,
} from '../traffic/firewall-differences.ts';
import { heldWords, ownPriority, whatIsHeldBack, whyUntold, wouldBeOpened } from '../traffic/held-back.ts';
import { descriptionFor, otherKeeper } from '../traffic/keeper.ts';
import { type MatchedFirewall, matchFirewalls } from '../traffic/matching-firewall.ts';
import { type PoolNodes, poolNodes } from '../traffic/pool-nodes.ts';
import { byProtocol, canonicalLines, portsText } from '../traffic/ports.ts';
import { type Held, isForAll, type Traffic, whatHolds } from '../traffic/reach.ts';
import { sourceIntervals } from '../traffic/sources.ts';
import { untagged } from '../traffic/untagged.ts';
import { firewallEffect, heldBack } from './firewall-effect.ts';
import { aboutFirewall } from './firewall-finding.ts';

interface Case {
  declared: Declared;
  live: Live;
  nodes: Map<string, PoolNodes>;
}

/** Declared sources get through to the nodes, and nobody else by a firewall that is theirs (N-05, N-11). */
export function firewalls(declared: Declared, live: Live): Finding[] {
  const one = { declared, live, nodes: poolNodes(declared, live) };
  const gap = gapIn(live, ['firewalls', 'instances', 'managedGroups']);
  const matches = matchFirewalls(declared, live);
  const seen = new Set<MatchedFirewall['firewall']>();
  return declaredFirewalls(declared).flatMap((wanted) => {
    const match = matches.get(wanted.key);
    if (!match) return gap ? [unseen(wanted, gap)] : absent(one, wanted);
    if (seen.has(match.firewall)) return [];
    seen.add(match.firewall);
    return compared(one, match);
  });
}

function unseen(wanted: DeclaredFirewall, why: string): Finding {
  return aboutFirewall(wanted, { outcome: 'unknown', severity: 'warning', path: '', why });
}

/** Not found by name or likeness: what others let in may do. */
function absent(one: Case, wanted: DeclaredFirewall): Finding[] {
  const nodes = one.nodes.get(wanted.pool);
  if (!nodes) return [];
  if (wanted.sources.length === 0) return opensToNobody(one, wanted, nodes);
  const { network } = one.declared.cluster.spec;
  // N-06: where it is there for the others, a VM without its tag is told as such.
  const lacking = untagged(one.live, network, { wanted, nodes })?.instances ?? [];
  const instances = nodes.instances.filter((vm) => !lacking.includes(vm));
  const { sure, why } = sureOf(one.live, network, { wanted, instances });
  const held =
    why && sure.length === 0
      ? null
      : whatIsHeldBack(one.live, network, { wanted, nodes: { ...nodes, instances: sure } });
  if (held === null) return why ? [unseen(wanted, why)] : [];
  const unknown = nodes.unknown ?? whyUntold(one.live, network, { wanted, nodes });
  if (unknown) return [unseen(wanted, unknown)];
  if (!wouldBeOpened(held)) return [heldBack(wanted, { held, instances: sure }, wanted.purpose)];
  const namesake = one.live.firewalls.find(({ reference }) => reference.name === wanted.name);
  const keeper = namesake ? otherKeeper(one.declared.cluster, namesake) : null;
  if (namesake && keeper) return [nameIsTaken(wanted, namesake, { held, keeper, network })];
  return [toCreate(one, wanted, { nodes, held })];
}

/** The names of firewalls are those of the project, whatever the network and the cluster. */
function nameIsTaken(
  wanted: DeclaredFirewall,
  namesake: Firewall,
  { held, keeper, network }: { held: Held; keeper: string; network: string },
): Finding {
  const path = namesake.network === network ? 'description' : 'network';
  return aboutFirewall(wanted, {
    severity: 'critical',
    path,
    declared: `${portsText(wanted.allowed)} from ${wanted.sources.join(', ')}`,
    live: namesake[path],
    why: `${heldWords(held)}: ${wanted.purpose} cannot be reached, and no firewall can be made, as ${keeper} has one of that name: make one under another name by hand`,
    command: describeFirewallCommand(namesake.reference),
  });
}

function toCreate(one: Case, wanted: DeclaredFirewall, { nodes, held }: { nodes: PoolNodes; held: Held }): Finding {
  const body = bodyOf(one.declared, wanted, nodes);
  const firewall = firewallReference(one.declared, wanted.name);
  const isPossible = nodes.tags.length > 0;
  const words = heldWords(held);
  return aboutFirewall(wanted, {
    severity: 'critical',
    path: '',
    declared: `${portsText(wanted.allowed)} from ${wanted.sources.join(', ')}`,
    why: isPossible ? `${words}: ${wanted.purpose} cannot be reached` : `${words}, and none can be made: ${nodes.why}`,
    command: firewallCommand('create', firewall, isPossible ? body : { ...body, targetTags: ['TAG'] }),
    action: isPossible ? { kind: 'create-firewall', firewall, body } : null,
  });
}

/** N-05: nobody said who may come in, and "everybody" is never guessed. */
function opensToNobody(one: Case, wanted: DeclaredFirewall, { instances }: PoolNodes): Finding[] {
  const { network } = one.declared.cluster.spec;
  const isMet = (line: FirewallPorts) =>
    one.live.firewalls.some(
      (firewall) =>
        firewall.network === network &&
        instances.some(
          (instance) =>
            !whatHolds(
              [{ ...firewall, destinationRanges: [] }],
              partOf(line, network, firewall.sourceRanges),
              instance,
            ),
        ),
    );
  const lines = linesOf(wanted);
  const shut = lines.filter((line) => !isMet(line));
  if (shut.length === 0) return [];
  const what = shut.length === lines.length ? 'anything' : portsText(shut);
  return [
    aboutFirewall(wanted, {
      severity: 'warning',
      path: 'sourceRanges',
      why: `no VPC firewall rule lets ${what} in to ${wanted.purpose}, and no sources are declared: ${sayWho}, or \`none\` if that is meant`,
      command: firewallCommand('create', firewallReference(one.declared, wanted.name), {
        network: network,
        allowed: bodyLines(wanted.allowed),
        sourceRanges: ['SOURCES'],
        targetTags: one.nodes.get(wanted.pool)?.tags ?? [],
      }),
    }),
  ];
}

/** Each port for itself: one firewall may let in the one, and another the other. */
function linesOf({ allowed }: DeclaredFirewall): FirewallPorts[] {
  return canonicalLines(allowed).flatMap(({ protocol, ports }) =>
    ports.length === 0 ? [{ protocol, ports }] : ports.map((port) => ({ protocol, ports: [port] })),
  );
}

function partOf(line: FirewallPorts, network: string, ranges: string[]): Traffic {
  const [[protocol, ports] = ['tcp', []]] = byProtocol([line]);
  return { network, protocol, ports, sources: sourceIntervals(ranges) };
}

function compared(one: Case, match: MatchedFirewall): Finding[] {
  const [first] = match.serves;
  const nodes = one.nodes.get(first?.pool ?? '');
  if (!first || !nodes) return [];
  const wanted = {
    allowed: canonicalLines(match.serves.flatMap(({ allowed }) => allowed)),
    sources: first.sources,
    ...wantedTargets(match, nodes),
  };
  const differences = holdingBack(differencesOf(match, wanted, nodes), { firewall: match.firewall, wanted, nodes });
  const patch = declaredBody(match, wanted);
  // Whom it is for stays where nobody can say it better: who is let in too much is kept out all the same (I-16).
  const written = wanted.untargetable ? differences.filter(({ field }) => field !== 'targetTags') : differences;
  const isPatchable = written.every(({ unpatchable }) => unpatchable === null);
  const blockedBy = gapIn(one.live, ['firewalls', 'instances', 'managedGroups']);
  return [
    ...differences.map((difference) => drifted(match, { first, difference, written, patch, isPatchable, blockedBy })),
    ...firewallEffect(one, match, { wanted, nodes }),
  ];
}

interface Drift {
  first: DeclaredFirewall;
  difference: FirewallDifference;
  /** All that the patch closes, if it may. */
  written: FirewallDifference[];
  patch: JsonObject;
  isPatchable: boolean;
  blockedBy: string | null;
}

/** Every difference carries the same patch: one field alone could open more than declared (I-16). */
function drifted(
  { firewall, serves }: MatchedFirewall,
  { first, difference, written, patch, isPatchable, blockedBy }: Drift,
): Finding {
  const { field, declared, live, why, severity } = difference;
  // Whom it opens is a part of what was seen, also where that is to stay.
  const { targetTags, targetServiceAccounts } = firewall;
  const seen = Object.fromEntries(written.map((one) => [one.field, one.raw]));
  const replaces = { targetTags, targetServiceAccounts, ...seen };
  const isClosed = isPatchable && written.includes(difference);
  const stacks = [...new Set(serves.flatMap(({ stack }) => stack ?? []))];
  const look = describeFirewallCommand(firewall.reference);
  return aboutFirewall(first, {
    subject: `Firewall/${firewall.reference.name}`,
    severity,
    path: field,
    declared,
    live,
    why,
    command: isOpenedToAnybody(first, written) ? look : commandFor(firewall, difference, patch),
    whole: {
      paths: written.map((one) => one.field),
      by: 'to write it as declared',
      look,
    },
    action: isClosed ? { kind: 'patch-firewall', firewall: firewall.reference, body: patch, replaces } : null,
    blockedBy,
    ...(stacks.length > 1 && { neededBy: stacks }),
  });
}

/** What cannot be changed in place is made anew, by a person, and for nobody else than before (I-16). */
function commandFor(firewall: Firewall, { field, unpatchable }: FirewallDifference, body: JsonObject): string {
  const { reference, network } = firewall;
  const isForPerson = field === 'targetTags' && unpatchable;
  if (isForPerson || field === 'destinationRanges') return describeFirewallCommand(reference);
  if (field !== 'direction' && field !== 'denied') return firewallCommand('update', reference, body);
  const { disabled: _, sourceTags: __, sourceServiceAccounts: ___, targetTags, ...fresh } = body;
  const { name, project } = reference;
  const create = firewallCommand('create', reference, { network, ...fresh, ...targetsAnew(firewall, targetTags) });
  return `gcloud compute firewall-rules delete ${name} --project=${project} && ${create}`;
}

function targetsAnew(firewall: Firewall, wanted: Json | undefined): JsonObject {
  const { targetTags, targetServiceAccounts } = firewall;
  if (targetServiceAccounts.length > 0) return { targetServiceAccounts };
  return { targetTags: wanted ?? (isForAll(firewall) ? ['TAG'] : targetTags) };
}

function bodyOf({ cluster }: Declared, wanted: DeclaredFirewall, { tags }: PoolNodes): JsonObject {
  const { project, network } = cluster.spec;
  return {
    name: wanted.name,
    description: descriptionFor(cluster, wanted.purpose),
    network: `projects/${project}/global/networks/${network}`,
    direction: 'INGRESS',
    priority: ownPriority,
    sourceRanges: wanted.sources,
    allowed: bodyLines(wanted.allowed),
    targetTags: tags,
  };
}

function firewallReference({ cluster }: Declared, name: string): Reference {
  return { project: cluster.spec.project, location: 'global', collection: 'firewalls', name };
}
