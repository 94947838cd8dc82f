import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Firewall, Instance, Live } from '../../model/live.ts';
import { gapIn } from '../gaps.ts';
import { listed } from '../listed.ts';
import type { DeclaredFirewall } from '../traffic/declared-firewall.ts';
import { sureOf } from '../traffic/destinations.ts';
import { describeFirewallCommand } from '../traffic/firewall-command.ts';
import type { WantedFirewall } from '../traffic/firewall-differences.ts';
import { heldWords, isHeldInPart, ownPriority, worstHeld } from '../traffic/held-back.ts';
import type { MatchedFirewall } from '../traffic/matching-firewall.ts';
import { missedBy, type PoolNodes } from '../traffic/pool-nodes.ts';
import { portsText } from '../traffic/ports.ts';
import type { Held } from '../traffic/reach.ts';
import { aboutFirewall } from './firewall-finding.ts';

interface Case {
  declared: Declared;
  live: Live;
}

/**
 * What a firewall does not bring about even when it is as declared: another one denies it, or it is for other VMs. No step
 * of Underpin's changes that, as nothing is opened beside a denial (I-16).
 */
export function firewallEffect(
  { declared, live }: Case,
  match: MatchedFirewall,
  { wanted, nodes }: { wanted: WantedFirewall; nodes: PoolNodes },
): Finding[] {
  const { network } = declared.cluster.spec;
  const firewall = asDeclared(match, wanted);
  const firewalls = live.firewalls.map((one) => (one === match.firewall ? firewall : one));
  // N-06: a VM that lacks its tags is told as such.
  const lacking = new Set(firewall.targetTags.length > 0 ? missedBy(firewall, nodes) : []);
  const instances = nodes.instances.filter((one) => !lacking.has(one));
  const about = { subject: `Firewall/${match.firewall.reference.name}`, path: 'effect' };
  const judged = match.serves
    .filter(({ sources }) => sources.length > 0)
    .map((one) => ({ wanted: one, ...sureOf({ firewalls }, network, { wanted: one, instances }) }));
  const all = judged.flatMap((one) => {
    const found = worstHeld({ firewalls }, network, { wanted: one.wanted, nodes: { instances: one.sure } });
    return found ? [{ wanted: one.wanted, ...found }] : [];
  });
  const [first] = all;
  const [unsure] = judged.filter(({ why }) => why !== null);
  if (!first && unsure)
    return [aboutFirewall(unsure.wanted, { ...about, outcome: 'unknown', severity: 'warning', why: unsure.why ?? '' })];
  // One that is for none of the VMs is told where its targets are compared.
  if (!first || (first.held.lacks && first.instances.length === nodes.instances.length)) return [];
  const gap = gapIn(live, ['firewalls']);
  if (gap) return [aboutFirewall(first.wanted, { ...about, outcome: 'unknown', severity: 'warning', why: gap })];
  const purpose = all.map((one) => one.wanted.purpose).join(' and ');
  const where = first.instances.length < nodes.instances.length ? ` on ${namesOf(first.instances)}` : '';
  return [{ ...heldBack(first.wanted, first, purpose + where), ...about }];
}

function asDeclared({ firewall, isOurs }: MatchedFirewall, { allowed, sources, targetTags }: WantedFirewall): Firewall {
  return {
    ...firewall,
    direction: 'INGRESS',
    disabled: false,
    destinationRanges: [],
    denied: [],
    allowed,
    ...(isOurs && { priority: ownPriority }),
    ...(sources.length > 0 && { sourceRanges: sources }),
    ...(targetTags.length > 0 && firewall.targetServiceAccounts.length === 0 && { targetTags }),
  };
}

/** `purpose`: what is not reached, and where. */
export function heldBack(
  wanted: DeclaredFirewall,
  { held, instances }: { held: Held; instances: Instance[] },
  purpose: string,
): Finding {
  const [denier] = held.deniers;
  const declared = `${portsText(wanted.allowed)} from ${wanted.sources.join(', ')}`;
  if (held.lacks || !denier) return forOthers(wanted, { instances, purpose, declared });
  const isPart = isHeldInPart(held);
  const what = isPart
    ? `, and the rest of ${purpose} is open`
    : ` to all or most of a range that is to reach ${purpose}`;
  return aboutFirewall(wanted, {
    severity: isPart ? 'info' : 'critical',
    path: '',
    declared,
    live: held.deniers.map(({ reference }) => reference.name),
    why: `${heldWords(held)}${what}: change that by hand, if it is not meant`,
    command: describeFirewallCommand(denier.reference),
  });
}

interface Others {
  instances: Instance[];
  purpose: string;
  declared: string;
}

/** It tells VMs by their service accounts; those of one tag without it are told by the tag (N-06). */
function forOthers(wanted: DeclaredFirewall, { instances, purpose, declared }: Others): Finding {
  const [first] = instances;
  const place = first
    ? ` ${first.reference.name} --project=${first.reference.project} --zone=${first.reference.location}`
    : '';
  return aboutFirewall(wanted, {
    severity: 'critical',
    path: '',
    declared,
    live: [...new Set(instances.map(({ serviceAccount }) => serviceAccount ?? 'no service account'))],
    why: `it is not for ${namesOf(instances)}, by the service account, and no other VPC firewall rule lets it in: ${purpose} cannot be reached`,
    command: `gcloud compute instances describe${place}`,
  });
}

function namesOf(instances: Instance[]): string {
  return listed(instances.map(({ reference }) => reference.name));
}
