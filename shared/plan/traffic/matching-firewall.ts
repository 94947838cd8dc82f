import type { Declared } from '../../model/declared.ts';
import type { Firewall, Live } from '../../model/live.ts';
import { remembered } from '../remember.ts';
import { type DeclaredFirewall, declaredFirewalls } from './declared-firewall.ts';
import { intersects, subtract } from './intervals.ts';
import { otherKeeper } from './keeper.ts';
import { poolNodes } from './pool-nodes.ts';
import { byProtocol } from './ports.ts';
import { isForAll, isForSomeDestinations, targets } from './reach.ts';
import { sameSources } from './sources.ts';

/** The live firewall that does what is declared, and all that it has to do: one made by hand may serve several. */
export interface MatchedFirewall {
  firewall: Firewall;
  /** It has Underpin's name for it; otherwise somebody made it, and it is recognised by what it does. */
  isOurs: boolean;
  serves: DeclaredFirewall[];
}

/** By the key of what is declared. */
export const matchFirewalls: (declared: Declared, live: Live) => Map<string, MatchedFirewall> = remembered(
  (declared, live) => {
    const firewalls = live.firewalls.filter((one) => otherKeeper(declared.cluster, one) === null);
    const wanted = declaredFirewalls(declared);
    const matches = new Map<string, MatchedFirewall>();
    for (const one of wanted) {
      const firewall = firewalls.find(({ reference }) => reference.name === one.name);
      if (firewall) matches.set(one.key, { firewall, isOurs: true, serves: [one] });
    }
    const ours = new Set([...matches.values()].map(({ firewall }) => firewall));
    const open = wanted.filter((one) => !matches.has(one.key) && !one.isForHealth);
    const isCandidate = isForNodesAlone(declared, live);
    for (const firewall of firewalls.filter((one) => !ours.has(one) && isCandidate(one))) {
      adopt(firewall, open, matches);
    }
    return matches;
  },
);

/** All that a firewall touches must want the same sources in the same pool; else it is judged by its effect alone. */
function adopt(firewall: Firewall, open: DeclaredFirewall[], matches: Map<string, MatchedFirewall>): void {
  const touched = open.filter((one) => touches(firewall, one));
  const [first] = touched;
  if (!first || touched.some((one) => one.pool !== first.pool || !sameSources(one.sources, first.sources))) return;
  const next = { firewall, isOurs: false, serves: touched };
  for (const one of touched) {
    const present = matches.get(one.key);
    if (!present || strangeness(next) < strangeness(present)) matches.set(one.key, next);
  }
}

function touches({ allowed }: Firewall, wanted: DeclaredFirewall): boolean {
  const theirs = byProtocol(allowed.filter(({ ports }) => ports.length > 0));
  return [...byProtocol(wanted.allowed)].some(([protocol, ports]) => intersects(theirs.get(protocol) ?? [], ports));
}

/** Of two that fit, the one that is nearer to what is declared. */
function strangeness({ firewall, serves }: MatchedFirewall): number {
  const isOther = !serves.every(({ sources }) => sameSources(sources, firewall.sourceRanges));
  const theirs = byProtocol(firewall.allowed);
  const extra = [...theirs].filter(([protocol, ports]) => {
    const wanted = serves.flatMap(({ allowed }) => byProtocol(allowed).get(protocol) ?? []);
    return subtract(ports, wanted).length > 0;
  });
  return Number(isOther) + extra.length + Number(firewall.disabled);
}

/** Not of GKE or the cloud controller, and for no VM outside the node groups: only such a one can be told what to allow. */
function isForNodesAlone(declared: Declared, live: Live): (firewall: Firewall) => boolean {
  const nodes = new Set([...poolNodes(declared, live).values()].flatMap(({ instances }) => instances));
  const others = live.instances.filter((one) => !nodes.has(one));
  return (firewall) => {
    if (isForAll(firewall) || firewall.direction !== 'INGRESS' || isForSomeDestinations(firewall)) return false;
    if (/^(?:gke|k8s-fw)-/.test(firewall.reference.name)) return false;
    if (firewall.sourceTags.length > 0 || firewall.sourceServiceAccounts.length > 0) return false;
    return !others.some((one) => targets(firewall, one));
  };
}
