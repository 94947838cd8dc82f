import type { Invariant } from '../check.ts';
import { nodeTag } from '../shape.ts';
import { bodyOf, computeWrite, isOurs } from './writes.ts';

const declaredSources = ['198.51.100.0/24', '35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'];
const declaredPorts = ['25565', '10256'];

/** Who opened it between our look and our own change of something else: against that, no check before a call helps. */
const raceMilliseconds = 20_000;

interface Firewall {
  sourceRanges?: string[];
  sourceTags?: string[];
  targetTags?: string[];
  allowed?: { ports?: string[] }[];
  disabled?: boolean;
}

export const i16: Invariant = {
  name: 'I-16',
  says: 'a firewall never lets in more than is declared, as it is asked for and as it is after that',
  watch: ({ judged, violated }) => {
    const strangersAt = new Map<string, number>();
    return (entry) => {
      const call = computeWrite(entry);
      if (call?.path.includes('/firewalls')) {
        judged();
        for (const words of wider(bodyOf(call))) violated(`${call.path} opens ${words}`);
      }
      if (entry.kind !== 'resource' || !entry.path.includes('/firewalls/')) return;
      if (!isOurs(entry.by)) return void strangersAt.set(entry.path, entry.at);
      const { disabled, ...after } = (entry.after ?? {}) as Firewall;
      const isRace = entry.at - (strangersAt.get(entry.path) ?? Number.NEGATIVE_INFINITY) < raceMilliseconds;
      if (disabled || isRace) return;
      const isForAll = !after.targetTags?.length || !(after.sourceRanges?.length || after.sourceTags?.length);
      for (const words of [...wider(after), ...(isForAll ? ['every source or every VM'] : [])])
        violated(`${entry.path} is open to ${words} since`);
    };
  },
};

function wider({ sourceRanges = [], sourceTags = [], targetTags = [], allowed = [] }: Firewall): string[] {
  const ports = allowed.flatMap((line) => line.ports ?? ['every port']);
  return [
    ...sourceRanges.filter((range) => !declaredSources.includes(range)),
    ...sourceTags,
    ...targetTags.filter((tag) => tag !== nodeTag),
    ...ports.filter((port) => !declaredPorts.includes(port)),
  ];
}
