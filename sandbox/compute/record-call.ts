import type { Opening } from './open-call.ts';

interface Outcome {
  status: number;
  bytes: number;
  fault: string | undefined;
}

/** Status 0: the client never saw an answer. */
export function recordCall(opening: Opening, { status, bytes, fault }: Outcome): void {
  const { world, match, method, project, target, actor, requestId, body, query } = opening;
  const { calls, settings, agenda } = world;
  if (calls.length >= settings.callLimit) calls.splice(0, Math.ceil(settings.callLimit / 10));
  calls.push({
    time: agenda.now(),
    method,
    project,
    resource: target,
    mutating: match.route.mutating,
    status,
    principal: actor.principal,
    requestId,
    body,
    query,
    responseBytes: bytes,
    fault,
  });
}
