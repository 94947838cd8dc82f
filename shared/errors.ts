/** Split by what the caller does with them; each keeps its cause. */

/** The declaration or the configuration is wrong: refuse to start, tell the person, change nothing (I-17). */
export class DeclarationError extends Error {
  override name = 'DeclarationError';
}

/** The request or the event cannot be served however often it comes: acknowledge, or answer 4xx. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly status: number;
  constructor(message: string, status = 400, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** It may work later: redeliver, or answer 503 with Retry-After. */
export class RetryLaterError extends Error {
  override name = 'RetryLaterError';
}

/** An API answered with an error. `reason` is the API's own word: `rateLimitExceeded`, `notFound`, `AlreadyExists` … */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly reason: string;
  constructor(message: string, status: number, reason: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.reason = reason;
  }
}

/** Whether an API answered with one of these. */
export function hasStatus(error: unknown, ...statuses: number[]): error is ApiError {
  return error instanceof ApiError && statuses.includes(error.status);
}

/** Whether it was done nobody heard: only a read can tell (I-28). */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
