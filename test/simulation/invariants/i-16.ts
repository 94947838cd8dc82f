import type { JsonObject } from '../../../shared/model/json.ts';
import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { bastionPath, nodeTag, project } from '../shape.ts';
import { readShows } from './touched.ts';
import { bodyOf, computeWrite, isOurs, nameIn } from './writes.ts';

/** By whose firewall it is: the health checkers get in nowhere else, and nobody else to where they ask (N-11). */
const declared = {
  traffic: { sources: ['198.51.100.0/24'], ports: ['25565'] },
  health: {
    sources: ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'],
    ports: ['10256'],
  },
};
const usualPriority = 1000;

interface Firewall {
  sourceRanges?: string[];
  sourceTags?: string[];
  targetTags?: string[];
  allowed?: { IPProtocol?: string; ports?: string[] }[];
  priority?: number;
  disabled?: boolean;
}

export const i16 = invariant({
  name: 'I-16',
  says: 'a firewall never lets in more than is declared, as it is asked for, as it is after that and as it is called done',
  on: ['sent', 'resource', 'line'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    const strangersAt = new Map<string, number>();
    /** Where the run had looked last, by the id of its request. */
    const lookedAt = new Map<string, number>();
    return (entry) => {
      if (entry.kind === 'line') judgeDone(watching, entry.line);
      const call = computeWrite(entry);
      if (call?.path.includes('/firewalls')) {
        judged();
        const run = view.runOf(call);
        const look = run?.calls.findLast((one) => readShows(one, call.path));
        lookedAt.set(call.requestId ?? '', (look && view.servedPosition(look)) ?? -1);
        const others = view.resource('instances', bastionPath, view.lastRead(run, listsVms))?.tags.items ?? [];
        const body: Firewall & { name?: string } = bodyOf(call);
        for (const words of [...wider(body, body.name ?? nameIn(call.path)), ...strangeTags(body, others)])
          violated(`${call.path} opens ${words}`);
        if ((body.priority ?? usualPriority) < usualPriority)
          violated(`${call.path} opens at priority ${body.priority}, before what others deny`);
      }
      if (entry.kind !== 'resource' || !entry.path.includes('/firewalls/')) return;
      if (!isOurs(entry.by)) return void strangersAt.set(entry.path, view.position);
      const { disabled, ...after } = (entry.after ?? {}) as Firewall;
      const before = (entry.before ?? {}) as Firewall;
      // Who opened it between our look and our own change of something else: against that, no check before a call helps.
      const isRace = (strangersAt.get(entry.path) ?? -1) > (lookedAt.get(entry.by?.requestId ?? '') ?? -1);
      if (disabled || isRace) return;
      const isForAll = !after.targetTags?.length || !(after.sourceRanges?.length || after.sourceTags?.length);
      for (const words of [...wider(after, nameIn(entry.path)), ...(isForAll ? ['every source or every VM'] : [])])
        violated(`${entry.path} is open to ${words} since`);
      const strange = strangeTags(after);
      if (strange.length > 0 && opens(before, after))
        violated(`${entry.path} opens VMs with the tag ${strange.join(', ')}, too`);
    };
  },
});

/** What somebody else made in the meantime is not what was to be made. */
function judgeDone({ view, judged, violated }: Watching, { message, state, target, run }: JsonObject): void {
  if (message !== 'outcome' || state !== 'done' || !String(target).startsWith('Firewall/')) return;
  const path = `projects/${project}/global/firewalls/${nameIn(String(target))}`;
  const look = view.runs.get(String(run))?.calls.findLast((one) => readShows(one, path));
  if (!look || look.fault === 'F-14') return;
  judged();
  const { disabled, ...seen } = (view.resource('firewalls', path, view.servedPosition(look)) ?? {}) as Firewall;
  const words = wider(seen, nameIn(path));
  if (!disabled && words.length > 0) violated(`${path} is called done, and was seen open to ${words.join(', ')}`);
}

/** A tag that somebody else put there stays; those VMs are let in by no more than before. */
function opens(before: Firewall, after: Firewall): boolean {
  const isNew = (range: string) => !before.sourceRanges?.some((one) => isWithin(range, one));
  const known = portsOf(before);
  const opensPort = portsOf(after).some((port) => !known.includes(port));
  return before.disabled === true || opensPort || (after.sourceRanges ?? []).some(isNew);
}

function isWithin(one: string, other: string): boolean {
  const [inner, outer] = [rangeOf(one), rangeOf(other)];
  return inner.length >= outer.length && inner.bits.startsWith(outer.bits.slice(0, outer.length));
}

function rangeOf(range: string): { bits: string; length: number } {
  const [address = '', length = '32'] = range.split('/');
  const bits = address.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
  return { bits: bits.join(''), length: Number(length) };
}

function portsOf({ allowed = [] }: Firewall): string[] {
  return allowed.flatMap((line) => line.ports ?? ['every port']);
}

function listsVms({ path }: SentCall): boolean {
  return path.endsWith('/aggregated/instances');
}

function strangeTags({ targetTags = [] }: Firewall, others: string[] = []): string[] {
  return targetTags.filter((tag) => tag !== nodeTag || others.includes(tag));
}

function wider({ sourceRanges = [], sourceTags = [], allowed = [] }: Firewall, name: string): string[] {
  const { sources, ports } = declared[name.includes('health') ? 'health' : 'traffic'];
  const protocols = allowed.map(({ IPProtocol = 'all' }) => IPProtocol.toLowerCase());
  return [
    ...sourceRanges.filter((range) => !sources.includes(range)),
    ...sourceTags,
    ...portsOf({ allowed }).filter((port) => !ports.includes(port)),
    ...protocols.filter((protocol) => protocol !== 'tcp' && protocol !== '6'),
  ];
}
