import type { Invariant } from '../check.ts';
import { computeWrite } from './writes.ts';

export const i15: Invariant = {
  name: 'I-15',
  says: 'nothing in the cloud is deleted, and no address or forwarding rule is given another address',
  watch:
    ({ judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call) return;
      judged();
      if (call.method === 'DELETE') violated(`DELETE ${call.path}`);
      if (call.path.includes('/addresses/')) violated(`${call.method} ${call.path}`);
      const isOnRule = /\/forwardingRules\/[^/]+(\/|$)/.test(call.path);
      if (isOnRule && !call.path.endsWith('/setTarget')) violated(`${call.method} ${call.path}`);
    },
};
