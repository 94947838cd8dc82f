import type { Actor } from '../../compute/event.ts';
import type { JsonObject } from '../../compute/json.ts';

export function authenticationInfo({ principal }: Actor): JsonObject {
  const kind = principal.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user';
  return { principalEmail: principal, principalSubject: `${kind}:${principal}` };
}

/** Services of Google call from no address. */
export function requestMetadata(actor: Actor, time: string | undefined): JsonObject {
  const caller = isServiceAgent(actor) ? {} : { callerIp: '203.0.113.245' };
  const requestAttributes = time === undefined ? {} : { time, auth: {} };
  return { ...caller, callerSuppliedUserAgent: actor.userAgent, requestAttributes, destinationAttributes: {} };
}

/** A managed group acts as the agent of its project, and names the project by number in `resourceName`. */
export function isServiceAgent({ principal }: Actor): boolean {
  return principal.endsWith('@cloudservices.gserviceaccount.com');
}
