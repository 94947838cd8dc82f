import type { Firewall, Instance, Live } from '../../model/live.ts';
import type { DeclaredFirewall } from './declared-firewall.ts';
import type { PoolNodes } from './pool-nodes.ts';
import { byProtocol, portsText } from './ports.ts';
import { type Held, whatHolds } from './reach.ts';
import { sourceIntervals } from './sources.ts';

/** Of a firewall that Underpin makes. */
export const ownPriority = 1000;

/**
 * What some VM of the pool does not get of what is declared, whatever firewalls there are; `null` when all get all. While
 * there is no VM, it is what one with the tags of the nodes would not get.
 */
export function whatIsHeldBack(
  live: Pick<Live, 'firewalls'>,
  network: string,
  { wanted, nodes }: { wanted: DeclaredFirewall; nodes: Pick<PoolNodes, 'instances' | 'tags'> },
): Held | null {
  if (nodes.instances.length === 0) return heldFrom(live, network, wanted)({ tags: nodes.tags, serviceAccount: null });
  return worstHeld(live, network, { wanted, nodes })?.held ?? null;
}

/** Why nobody can say whether that is so: some firewall may be for the VMs that are to come. */
export function whyUntold(
  { firewalls }: Pick<Live, 'firewalls'>,
  network: string,
  { wanted, nodes }: { wanted: DeclaredFirewall; nodes: Pick<PoolNodes, 'instances' | 'tags' | 'why'> },
): string | null {
  if (nodes.instances.length > 0) return null;
  const mayBeForThem = ({ targetTags, targetServiceAccounts }: Firewall) =>
    (nodes.tags.length === 0 && targetTags.length > 0) || targetServiceAccounts.length > 0;
  if (!firewalls.some(mayBeForThem)) return null;
  const atMost = firewalls.map((one) =>
    mayBeForThem(one) ? { ...one, targetTags: [], targetServiceAccounts: [] } : one,
  );
  const lacks = heldFrom({ firewalls: atMost }, network, wanted)({ tags: nodes.tags, serviceAccount: null })?.lacks;
  if (lacks) return null;
  return `which firewalls are for its nodes is not known: ${nodes.why ?? 'there is no VM whose service account could be read'}`;
}

/** Where most is held back, and the VMs that are held back like that. */
export function worstHeld(
  live: Pick<Live, 'firewalls'>,
  network: string,
  { wanted, nodes }: { wanted: DeclaredFirewall; nodes: Pick<PoolNodes, 'instances'> },
): { held: Held; instances: Instance[] } | null {
  const whatOf = heldFrom(live, network, wanted);
  const all = nodes.instances.flatMap((instance) => {
    const held = whatOf(instance);
    return held ? [{ instance, held }] : [];
  });
  const [worst] = all.toSorted((one, other) => rankOf(one.held) - rankOf(other.held));
  if (!worst) return null;
  const alike = all.filter(({ held }) => heldWords(held) === heldWords(worst.held));
  return { held: worst.held, instances: alike.map(({ instance }) => instance) };
}

function rankOf(held: Held): number {
  if (wouldBeOpened(held)) return 0;
  return isHeldInPart(held) ? 2 : 1;
}

/** Whether a firewall of Underpin's mends anything: at its own number and before, a denial goes on deciding. */
export function wouldBeOpened(held: Held): boolean {
  return held.lacks || (!isHeldInPart(held) && held.deniers.some(({ priority }) => priority > ownPriority));
}

/** A list of who is kept out, before what is open to the others: on every port, from every declared range. */
export function isHeldInPart({ lacks, shut }: Held): boolean {
  return !lacks && shut.length === 0;
}

/** Not only to a few. */
export function isShut(held: Held | null): held is Held {
  return held !== null && !isHeldInPart(held);
}

export function heldWords(held: Held): string {
  const [first] = held.deniers;
  if (held.lacks || !first) return 'no VPC firewall rule lets it in';
  if (held.shut.length === 0) return denialWords(first, 'a part of it');
  return [...Map.groupBy(held.shut, ({ by }) => by)]
    .map(([by, shares]) => denialWords(by, portsText(shares.map(({ line }) => line))))
    .join(' and ');
}

function denialWords({ reference, priority }: Firewall, what: string): string {
  return `firewall \`${reference.name}\` denies ${what} at priority ${priority}`;
}

/** The same for one VM after the other; VMs that no firewall can tell apart are asked for once. */
export function heldFrom(
  { firewalls }: Pick<Live, 'firewalls'>,
  network: string,
  wanted: DeclaredFirewall,
): (instance: Pick<Instance, 'tags' | 'serviceAccount'>) => Held | null {
  const sources = wanted.sources.flatMap((range) => sourceIntervals([range]));
  const protocols = [...byProtocol(wanted.allowed)];
  const known = new Map<string, Held | null>();
  const judge = (instance: Pick<Instance, 'tags' | 'serviceAccount'>) =>
    together(
      protocols.map(([protocol, ports]) => whatHolds(firewalls, { network, protocol, ports, sources }, instance)),
    );
  return (instance) => {
    const likeness = JSON.stringify([instance.tags, instance.serviceAccount]);
    const held = known.has(likeness) ? (known.get(likeness) ?? null) : judge(instance);
    known.set(likeness, held);
    return held;
  };
}

/** One protocol may be denied where another gets through; what shuts decides more than a list of a few. */
function together(all: (Held | null)[]): Held | null {
  const held = all
    .filter((one) => one !== null)
    .toSorted((one, other) => Number(isHeldInPart(one)) - Number(isHeldInPart(other)));
  if (held.length === 0) return null;
  return {
    deniers: [...new Set(held.flatMap(({ deniers }) => deniers))],
    lacks: held.some(({ lacks }) => lacks),
    shut: held.flatMap(({ shut }) => shut),
  };
}
