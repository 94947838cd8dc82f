import ipaddr from 'ipaddr.js';
import type { Firewall, FirewallProtocol, Instance } from './kinds.ts';
import { projectOf } from './link.ts';
import type { World } from './world.ts';

/** Where the health checkers of network load balancers come from (N-11). */
const checkers = ['35.191.0.0/16', '209.85.152.0/22', '209.85.204.0/22'];

/** Whether every health checker gets through to a TCP port of a VM. */
export function checkersReach(world: World, instance: Instance, port: number): boolean {
  if (!world.settings.firewallsMatter) return true;
  const firewalls = world.store.shelf('firewalls', `projects/${projectOf(pathOfSelf(instance))}/global`);
  const fitting = firewalls.filter((one) => concerns(one, instance) && covers(one, port));
  return checkers.every((checker) => letsIn(fitting, checker));
}

function pathOfSelf({ selfLink }: Instance): string {
  return selfLink.slice(selfLink.indexOf('projects/'));
}

/** The lowest number decides; at the same number a denial does. Without any rule nothing comes in. */
function letsIn(firewalls: Firewall[], source: string): boolean {
  const matching = firewalls.filter((one) => one.sourceRanges?.some((range) => contains(range, source)));
  const [first] = matching.sort(
    (a, b) => a.priority - b.priority || Number(Boolean(b.denied)) - Number(Boolean(a.denied)),
  );
  return first?.allowed !== undefined;
}

function concerns({ direction, disabled, network, targetTags }: Firewall, instance: Instance): boolean {
  if (direction !== 'INGRESS' || disabled) return false;
  if (!instance.networkInterfaces.some((one) => one.network === network)) return false;
  return !targetTags?.length || targetTags.some((tag) => instance.tags.items?.includes(tag));
}

function covers({ allowed, denied }: Firewall, port: number): boolean {
  return (allowed ?? denied ?? []).some((rule) => isTcp(rule) && hasPort(rule, port));
}

function isTcp({ IPProtocol }: FirewallProtocol): boolean {
  return ['tcp', '6', 'all'].includes(IPProtocol.toLowerCase());
}

function hasPort({ ports }: FirewallProtocol, port: number): boolean {
  if (!ports?.length) return true;
  return ports.some((range) => {
    const [first = '', last = first] = range.split('-');
    return port >= Number(first) && port <= Number(last);
  });
}

function contains(outer: string, inner: string): boolean {
  const [outerAddress, outerBits] = readRange(outer);
  const [innerAddress, innerBits] = readRange(inner);
  if (outerAddress.kind() !== innerAddress.kind() || innerBits < outerBits) return false;
  return innerAddress.match(outerAddress, outerBits);
}

function readRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [address = '', bits] = text.split('/');
  const parsed = ipaddr.parse(address);
  return [parsed, bits === undefined ? (parsed.kind() === 'ipv4' ? 32 : 128) : Number(bits)];
}
