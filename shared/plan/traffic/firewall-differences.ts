import type { Severity } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Firewall, FirewallPorts } from '../../model/live.ts';
import { bodyLines } from './firewall-command.ts';
import { ownPriority } from './held-back.ts';
import { covers, intersects } from './intervals.ts';
import type { MatchedFirewall } from './matching-firewall.ts';
import { missedBy, type PoolNodes, strangeTags } from './pool-nodes.ts';
import { byProtocol, canonicalLines, coversPorts, portsText, samePorts } from './ports.ts';
import { isForAll, isForSomeDestinations } from './reach.ts';
import { canonicalRanges, sameSources, sourceIntervals } from './sources.ts';

export interface FirewallDifference {
  /** A field of the firewall, as the API spells it. */
  field: string;
  declared: Json;
  live: Json;
  /** As the API writes it, for the way back. */
  raw: Json;
  why: string;
  severity: Severity;
  /** `null` when a patch closes it; otherwise why none may. */
  unpatchable: string | null;
  /** To close it lets somebody in who is kept out now. */
  opens: boolean;
}

export interface WantedFirewall {
  allowed: FirewallPorts[];
  sources: string[];
  /** Empty: whatever it has reaches the VMs, or nothing better is known. */
  targetTags: string[];
  /** Why whom it is for stays as it is, though that is wrong; `null` when it is right or can be changed. */
  untargetable: string | null;
}

/** N-05: sources, protocols, ports, target tags, priority, direction, disabled; in canonical form (N-04). */
export function differencesOf(match: MatchedFirewall, wanted: WantedFirewall, nodes: PoolNodes): FirewallDifference[] {
  const { firewall, isOurs } = match;
  return [
    ...directionOf(firewall),
    ...disabledOf(firewall),
    ...destinationsOf(firewall),
    ...(isOurs ? priorityOf(firewall) : []),
    ...sourcesOf(firewall, wanted),
    ...(isOurs ? namedSourcesOf(firewall) : []),
    ...allowedOf(match, wanted),
    ...targetTagsOf(firewall, wanted, nodes),
  ];
}

/** What to do about sources that were never declared. */
export const sayWho = 'say who may come in (loadBalancerSourceRanges, or firewall.sources in stack.yaml)';

interface Meant {
  firewall: Firewall;
  wanted: WantedFirewall;
  nodes: PoolNodes;
}

/** I-16: what is opened for the pool would be opened for others whom it is for as well, and nobody has declared that. */
export function holdingBack(differences: FirewallDifference[], meant: Meant): FirewallDifference[] {
  const unpatchable = whyNothingIsOpened(meant);
  if (!unpatchable) return differences;
  return differences.map((one) => (one.opens ? { ...one, why: `${one.why}; ${unpatchable}`, unpatchable } : one));
}

/** N-05: with no sources declared the present ones stay, and what is opened is opened to them, whoever they are. */
export function isOpenedToAnybody(
  { sources }: Pick<WantedFirewall, 'sources'>,
  written: FirewallDifference[],
): boolean {
  return sources.length === 0 && written.some(({ opens }) => opens);
}

/** A tag that no VM of the pool has is somebody's other purpose; and so it is where nobody knows a better target. */
function whyNothingIsOpened({ firewall, wanted, nodes }: Meant): string | null {
  if (wanted.sources.length === 0) return `nobody has declared who may come in: ${sayWho}`;
  if (wanted.untargetable) return `${whomItIsFor(firewall, nodes)}, and others would be opened as well`;
  const strange = wanted.targetTags.length > 0 ? [] : strangeTags(firewall, nodes);
  if (strange.length === 0) return null;
  return `the firewall is for VMs with the tag \`${strange.join('`, `')}\` too, who would be opened as well: take the tag out of it by hand, or declare spec.targetTags in cluster.yaml`;
}

/** What the firewall must be told so that it is as declared, whatever it was before: no field is left to chance. */
export function declaredBody(
  { isOurs }: MatchedFirewall,
  { allowed, sources, targetTags, untargetable }: WantedFirewall,
): JsonObject {
  return {
    ...(isOurs && { priority: ownPriority, sourceTags: [], sourceServiceAccounts: [] }),
    disabled: false,
    ...(sources.length > 0 && { sourceRanges: sources }),
    allowed: bodyLines(allowed),
    ...(targetTags.length > 0 && !untargetable && { targetTags }),
  };
}

/**
 * What the firewall is told about its target: declared tags, or the pool's own where the present ones miss every VM, or
 * where one that Underpin made is for others, too. What all VMs are has to be known for that (P-07).
 */
export function wantedTargets(
  { firewall, isOurs }: MatchedFirewall,
  nodes: PoolNodes,
): Pick<WantedFirewall, 'targetTags' | 'untargetable'> {
  const hasNodes = nodes.instances.length > 0;
  const isForOthers = isOurs && hasNodes && !nodes.unknown && strangeTags(firewall, nodes).length > 0;
  const isWrong = isForOthers || isForAll(firewall) || (hasNodes && !isForSome(firewall, nodes));
  if (!nodes.isDeclared && !isWrong) return { targetTags: [], untargetable: null };
  const isForAccounts = firewall.targetServiceAccounts.length > 0;
  return { targetTags: nodes.tags, untargetable: isForAccounts ? notByTags : nodes.why };
}

function isForSome(firewall: Firewall, nodes: PoolNodes): boolean {
  return missedBy(firewall, nodes).length < nodes.instances.length;
}

const notByTags =
  'it tells VMs by their service accounts, and a firewall takes either those or tags: change it by hand';

function directionOf({ direction, denied }: Firewall): FirewallDifference[] {
  const reason = 'it cannot be changed in place';
  const differs = direction !== 'INGRESS' || denied.length > 0;
  if (!differs) return [];
  const live = denied.length > 0 ? 'DENY' : direction;
  return [
    {
      field: denied.length > 0 ? 'denied' : 'direction',
      declared: denied.length > 0 ? 'ALLOW' : 'INGRESS',
      live,
      raw: live,
      why: `it is ${live}, so it lets nothing in; ${reason}`,
      severity: 'critical',
      unpatchable: reason,
      opens: true,
    },
  ];
}

function disabledOf({ disabled }: Firewall): FirewallDifference[] {
  if (!disabled) return [];
  return [{ ...patchable('disabled', { declared: false, live: true, why: 'it is switched off' }), opens: true }];
}

/** To take them out opens the rest, of which a patch could not say that it is declared. */
function destinationsOf(firewall: Firewall): FirewallDifference[] {
  if (!isForSomeDestinations(firewall)) return [];
  const why = 'it lets in to some destinations alone: take them out by hand';
  const live = canonicalRanges(firewall.destinationRanges);
  return [{ ...patchable('destinationRanges', { declared: [], live, why }), unpatchable: why, opens: true }];
}

function priorityOf({ priority }: Firewall): FirewallDifference[] {
  if (priority === ownPriority) return [];
  const why = 'another priority decides differently against other firewalls';
  const opens = priority > ownPriority;
  return [{ ...patchable('priority', { declared: ownPriority, live: priority, why }), severity: 'warning', opens }];
}

function sourcesOf({ sourceRanges }: Firewall, { sources }: WantedFirewall): FirewallDifference[] {
  if (sources.length === 0 || sameSources(sources, sourceRanges)) return [];
  const live = canonicalRanges(sourceRanges);
  const isWider = !covers(sourceIntervals(sources), sourceIntervals(sourceRanges));
  const isNarrower = !covers(sourceIntervals(sourceRanges), sourceIntervals(sources));
  const why = [isWider && 'lets in more than declared', isNarrower && 'keeps out what is declared'].filter(Boolean);
  return [
    {
      ...patchable('sourceRanges', {
        declared: sources,
        live,
        why: `it ${why.join(' and ') || 'has ranges that cannot be read'}`,
      }),
      raw: sourceRanges,
      opens: isNarrower,
    },
  ];
}

/** Who comes from within, by a tag or an account; a declaration names ranges alone. */
function namedSourcesOf({ sourceTags, sourceServiceAccounts }: Firewall): FirewallDifference[] {
  return Object.entries({ sourceTags, sourceServiceAccounts })
    .filter(([, live]) => live.length > 0)
    .map(([field, live]) => patchable(field, { declared: [], live, why: 'it lets in more than declared' }));
}

function allowedOf({ firewall, isOurs }: MatchedFirewall, { allowed }: WantedFirewall): FirewallDifference[] {
  if (firewall.denied.length > 0 || samePorts(firewall.allowed, allowed)) return [];
  const extra = strangeLines(firewall.allowed, allowed);
  const unpatchable =
    isOurs || extra.length === 0
      ? null
      : `it also opens ${portsText(extra)}, which nothing declared needs: declare it, or take it out by hand`;
  const declared = portsText(allowed);
  const live = portsText(firewall.allowed);
  const why = unpatchable ?? `it allows ${live || 'nothing'} where ${declared} is declared`;
  const opens = !coversPorts(firewall.allowed, allowed);
  return [{ ...patchable('allowed', { declared, live, why }), raw: bodyLines(firewall.allowed), unpatchable, opens }];
}

/** Protocols and ports that have nothing to do with what is declared: somebody's other purpose. */
function strangeLines(live: FirewallPorts[], declared: FirewallPorts[]): FirewallPorts[] {
  const wanted = byProtocol(declared);
  return canonicalLines(live).flatMap(({ protocol, ports }) => {
    const intervals = wanted.get(protocol) ?? [];
    if (ports.length === 0) return intervals.length > 0 ? [] : [{ protocol, ports }];
    const strange = ports.filter(
      (one) => !intersects(byProtocol([{ protocol, ports: [one] }]).get(protocol) ?? [], intervals),
    );
    return strange.length > 0 ? [{ protocol, ports: strange }] : [];
  });
}

function targetTagsOf(firewall: Firewall, wanted: WantedFirewall, nodes: PoolNodes): FirewallDifference[] {
  const { targetTags: declared, untargetable } = wanted;
  const live = firewall.targetTags.toSorted();
  if (!untargetable && (declared.length === 0 || live.join() === declared.join())) return [];
  const what = whomItIsFor(firewall, nodes);
  const why = untargetable ? `${what}; ${untargetable}` : what;
  const opens = !untargetable && !isForAll(firewall) && declared.some((tag) => !live.includes(tag));
  return [{ ...patchable('targetTags', { declared, live, why }), unpatchable: untargetable, opens }];
}

function whomItIsFor(firewall: Firewall, nodes: PoolNodes): string {
  if (isForAll(firewall)) return 'it is for every VM of the network';
  const strange = strangeTags(firewall, nodes);
  if (strange.length === 0 || !isForSome(firewall, nodes)) return 'it is not for the nodes of the pool';
  return `it is for whatever VM has the tag \`${strange.join('`, `')}\`, too`;
}

function patchable(
  field: string,
  { declared, live, why }: Pick<FirewallDifference, 'declared' | 'live' | 'why'>,
): FirewallDifference {
  return { field, declared, live, raw: live, why, severity: 'critical', unpatchable: null, opens: false };
}
