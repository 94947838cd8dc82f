import type { Invariant } from '../check.ts';
import { bodyOf, computeWrite } from './writes.ts';

const declaredSources = ['198.51.100.0/24', '35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22'];
const declaredPorts = ['25565', '10256'];

export const i16: Invariant = {
  name: 'I-16',
  says: 'a firewall never lets in more than is declared',
  watch:
    ({ judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call?.path.includes('/firewalls')) return;
      judged();
      const { sourceRanges = [], allowed = [] } = bodyOf(call) as {
        sourceRanges?: string[];
        allowed?: { ports?: string[] }[];
      };
      const wider = sourceRanges.filter((range) => !declaredSources.includes(range));
      if (wider.length > 0) violated(`${call.path} opens to ${wider.join(', ')}`);
      for (const { ports } of allowed)
        if (!ports || ports.some((port) => !declaredPorts.includes(port)))
          violated(`${call.path} opens ${ports?.join(', ') ?? 'every port'}`);
    },
};
