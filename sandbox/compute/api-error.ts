import type { JsonObject } from './json.ts';

export interface ErrorFacts {
  status: number;
  /** As in `errors[].reason`; 403 is told apart by it alone. */
  reason: string;
  message: string;
  /** The gRPC status, which only the newer front end adds (unknown fields, malformed JSON, permission). */
  grpcStatus?: string;
  details?: JsonObject[];
  /** As in `operation.error.errors[].code`, where it does not follow from the reason. */
  code?: string;
}

/** An answer of the API that is no success: refused at once as a body, or later as an operation that is DONE with error. */
export class ApiError extends Error {
  readonly facts: ErrorFacts;

  constructor(facts: ErrorFacts) {
    super(facts.message);
    this.facts = facts;
  }
}

export function errorBody({ status, reason, message, grpcStatus, details }: ErrorFacts): JsonObject {
  const errors = [{ message, domain: 'global', reason }];
  const tail = { ...(grpcStatus ? { status: grpcStatus } : {}), ...(details ? { details } : {}) };
  return { error: { code: status, message, errors, ...tail } };
}

/** The same failure as an operation tells it: `RESOURCE_IN_USE_BY_ANOTHER_RESOURCE`, 400, `BAD REQUEST`. */
export function operationError(facts: ErrorFacts): JsonObject {
  const code = facts.code ?? operationCodes[facts.reason] ?? facts.reason.replace(/[A-Z]/g, '_$&').toUpperCase();
  return {
    error: { errors: [{ code, message: facts.message }] },
    httpErrorStatusCode: facts.status,
    httpErrorMessage: statusTexts[facts.status] ?? 'INTERNAL SERVER ERROR',
  };
}

const operationCodes: Record<string, string> = {
  notFound: 'RESOURCE_NOT_FOUND',
  alreadyExists: 'RESOURCE_ALREADY_EXISTS',
  invalid: 'INVALID_FIELD_VALUE',
};

const statusTexts: Record<number, string> = {
  400: 'BAD REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT FOUND',
  409: 'CONFLICT',
  412: 'PRECONDITION FAILED',
  429: 'TOO MANY REQUESTS',
  503: 'SERVICE UNAVAILABLE',
};
