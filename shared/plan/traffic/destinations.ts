import type { Firewall, Instance, Live } from '../../model/live.ts';
import type { DeclaredFirewall } from './declared-firewall.ts';
import { heldFrom, isShut } from './held-back.ts';
import { isForSomeDestinations } from './reach.ts';

/**
 * Why nobody knows what gets through to one of the VMs: a firewall for some destinations alone would decide it, and which
 * of its addresses a VM is reached by is not looked up. `null` where the other firewalls decide.
 */
export function whyUnsure(
  { firewalls }: Pick<Live, 'firewalls'>,
  network: string,
  wanted: DeclaredFirewall,
): (instance: Pick<Instance, 'tags' | 'serviceAccount'>) => string | null {
  const some = firewalls.filter((one) => one.network === network && isForSomeDestinations(one));
  if (some.length === 0) return () => null;
  const atMost = heldFrom({ firewalls: counting(firewalls, ({ denied }) => denied.length === 0) }, network, wanted);
  const atLeast = heldFrom({ firewalls: counting(firewalls, ({ denied }) => denied.length > 0) }, network, wanted);
  const names = some.map(({ reference }) => `\`${reference.name}\``).join(', ');
  const why = `firewall ${names} is for some destinations alone, and whether it decides is not known`;
  return (instance) => (isShut(atMost(instance)) === isShut(atLeast(instance)) ? null : why);
}

/** Whether it is known that nothing of what is declared gets through to a VM. */
export function surelyShutFrom(
  live: Pick<Live, 'firewalls'>,
  network: string,
  wanted: DeclaredFirewall,
): (instance: Instance) => boolean {
  const [whatOf, unsureOf] = [heldFrom(live, network, wanted), whyUnsure(live, network, wanted)];
  return (instance) => isShut(whatOf(instance)) && unsureOf(instance) === null;
}

/** The VMs of which it is known what gets through, and why it is not of another. */
export function sureOf(
  live: Pick<Live, 'firewalls'>,
  network: string,
  { wanted, instances }: { wanted: DeclaredFirewall; instances: Instance[] },
): { sure: Instance[]; why: string | null } {
  const unsureOf = whyUnsure(live, network, wanted);
  const why = instances.map(unsureOf).find((one) => one !== null) ?? null;
  return { sure: why ? instances.filter((one) => unsureOf(one) === null) : instances, why };
}

/** As if those that count were for all destinations. */
function counting(firewalls: Firewall[], counts: (one: Firewall) => boolean): Firewall[] {
  return firewalls.map((one) => (counts(one) ? { ...one, destinationRanges: [] } : one));
}
