import type { ForwardingRule } from '../../../sandbox/compute/kinds.ts';
import type { SentCall } from '../history.ts';
import { invariant } from '../invariant.ts';
import { bodyOf, computeWrite, isOurs, ownerPath } from './writes.ts';

const declaredAddress = '203.0.113.7';

export const i15 = invariant({
  name: 'I-15',
  says: 'nothing in the cloud is deleted, nothing is given another address than the declared one, and no event makes any',
  on: ['sent', 'resource'],
  watch:
    ({ view, judged, violated }) =>
    (entry) => {
      for (const ip of entry.kind === 'sent' ? addressesIn(entry.call) : [])
        if (ip !== declaredAddress) violated(`a Service is to answer on ${ip}`);
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
      if (isOnRule && !isDeclared(view.resource('forwardingRules', ownerPath(call))))
        violated(`${call.path}: it is for something that nobody declared`);
    },
});

function isDeclared(rule: ForwardingRule | undefined): boolean {
  if (!rule) return true;
  const isOnPort = /^25565(-25565)?$/.test(rule.portRange ?? '');
  return rule.IPAddress === declaredAddress && rule.IPProtocol === 'TCP' && isOnPort;
}

/** What a Service is to answer on, where its status is written. */
function addressesIn(call: SentCall): string[] {
  if (call.method !== 'PATCH' || !/\/services\/[^/]+\/status$/.test(call.path)) return [];
  const { status } = bodyOf(call) as { status?: { loadBalancer?: { ingress?: { ip?: string }[] } } };
  return (status?.loadBalancer?.ingress ?? []).map(({ ip }) => String(ip));
}
