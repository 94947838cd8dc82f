import type { JsonObject } from '../compute/json.ts';

/** An answer of a Google API that is no success, in the way of those that were born with gRPC. */
export class ServiceFailure extends Error {
  readonly status: StatusName;
  readonly details: JsonObject[];

  constructor(status: StatusName, message: string, details: JsonObject[] = []) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export type StatusName = keyof typeof statuses;

/** gRPC's number of each status, and the HTTP status it is answered with. */
export const statuses = {
  INVALID_ARGUMENT: { number: 3, http: 400 },
  DEADLINE_EXCEEDED: { number: 4, http: 504 },
  NOT_FOUND: { number: 5, http: 404 },
  ALREADY_EXISTS: { number: 6, http: 409 },
  PERMISSION_DENIED: { number: 7, http: 403 },
  RESOURCE_EXHAUSTED: { number: 8, http: 429 },
  FAILED_PRECONDITION: { number: 9, http: 400 },
  ABORTED: { number: 10, http: 409 },
  UNIMPLEMENTED: { number: 12, http: 501 },
  INTERNAL: { number: 13, http: 500 },
  UNAVAILABLE: { number: 14, http: 503 },
  UNAUTHENTICATED: { number: 16, http: 401 },
} as const;

/** How gRPC numbers what HTTP says, as the status of a job or the last line of an audit log entry has it. */
export function statusNumberOf(httpStatus: number): number {
  const found = Object.values(statuses).find(({ http }) => http === httpStatus);
  if (found) return found.number;
  if (httpStatus === 412) return statuses.FAILED_PRECONDITION.number;
  return httpStatus >= 500 ? statuses.INTERNAL.number : statuses.INVALID_ARGUMENT.number;
}

export function failureResponse({ status, message, details }: ServiceFailure): Response {
  const { http } = statuses[status];
  const tail = details.length ? { details } : {};
  return Response.json({ error: { code: http, message, status, ...tail } }, { status: http });
}
