import { ApiError } from './api-error.ts';
import type { Call } from './call.ts';

export interface AuthorizationRequest {
  /** `compute.targetPools.addInstance`. */
  method: string;
  project: string;
  /** `projects/P/regions/R/targetPools/N`, or the place of a list. */
  resource: string;
  principal: string;
  /** The body, for methods that need permission on what it names (a disk to attach). */
  body: unknown;
}

export interface Refusal {
  /** The permission that is missing: `compute.targetPools.addInstance`. */
  permission: string;
  /** What it is missing on, when that is not the resource itself. */
  resource?: string;
}

export function requirePermission({ world, method, project, target, actor, body }: Call): void {
  const asked = { method, project, resource: target, principal: actor.principal, body };
  const refused = world.settings.authorize?.(asked);
  if (!refused) return;
  const message = `Required '${refused.permission}' permission for '${refused.resource ?? target}'`;
  throw new ApiError({ status: 403, reason: 'forbidden', message });
}

export function unauthenticated(): ApiError {
  const message =
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
    'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';
  return new ApiError({ status: 401, reason: 'authError', message, grpcStatus: 'UNAUTHENTICATED' });
}
