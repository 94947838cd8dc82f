import type { ForwardingRule } from '../../../sandbox/compute/kinds.ts';
import type { Invariant } from '../check.ts';
import { computeWrite, isOurs } from './writes.ts';

const declaredAddress = '203.0.113.7';

export const i15: Invariant = {
  name: 'I-15',
  says: 'nothing in the cloud is deleted, no address or forwarding rule is given another address, and no event makes any',
  watch:
    ({ judged, violated }) =>
    (entry) => {
      if (entry.kind === 'resource' && entry.path.includes('/forwardingRules/') && isOurs(entry.by)) {
        const { IPAddress } = (entry.after ?? {}) as Partial<ForwardingRule>;
        if (IPAddress !== declaredAddress) violated(`${entry.path} is on ${IPAddress ?? 'nothing'} now`);
      }
      const call = computeWrite(entry);
      if (!call) return;
      judged();
      // N-01: an event keeps what is there; what was never there, or leads elsewhere, is a person's to decide.
      const isMaking = /\/(disks|targetPools|firewalls|forwardingRules|httpHealthChecks|setTarget)$/.test(call.path);
      if (call.trigger === 'event' && (isMaking || call.path.includes('/firewalls/')))
        violated(`${call.method} ${call.path}, for an event`);
      if (call.method === 'DELETE') violated(`DELETE ${call.path}`);
      if (call.path.includes('/addresses/')) violated(`${call.method} ${call.path}`);
      const isOnRule = /\/forwardingRules\/[^/]+(\/|$)/.test(call.path);
      if (isOnRule && !call.path.endsWith('/setTarget')) violated(`${call.method} ${call.path}`);
    },
};
