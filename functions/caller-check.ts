import type { Request } from '@google-cloud/functions-framework';
import { verifiedCaller } from '../shared/scope/caller.ts';
import { tokenVerifier } from '../shared/scope/identity-token.ts';
import type { World } from '../shared/world.ts';

/** Names the caller, or throws RefusedError 401 or 403. */
export function callerCheck(world: World): (request: Request) => Promise<string> {
  const { audience, callers, deployed } = world.config;
  const verify = tokenVerifier(world);
  return async (request) => {
    const { authorization } = request.headers;
    const isOpen = !deployed && audience === null && authorization === undefined;
    if (isOpen && isFromThisMachine(request)) return 'nobody (this machine)';
    return verifiedCaller(authorization, { audience, callers }, verify);
  };
}

/** By the connection, and by the name it was called: a page in a browser could reach here under another. */
function isFromThisMachine({ socket, headers, hostname }: Request): boolean {
  const from = socket.remoteAddress ?? '';
  const isLoopback = /^(?:::ffff:)?127\./.test(from) || from === '::1';
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers['x-forwarded-host'] !== undefined;
  return isLoopback && !isForwarded && ['localhost', '127.0.0.1', '::1', '[::1]'].includes(hostname);
}
