import type { JsonObject } from '../../compute/json.ts';
import type { Operation } from '../../compute/kinds.ts';
import { statuses, statusNumberOf } from '../../service/failure.ts';

/** `status` of the LAST entry of an operation that failed: gRPC's number, and the operation's own word as the message. */
export function failedStatus({ error, httpErrorStatusCode }: Operation): JsonObject | undefined {
  const first = error?.errors[0];
  if (!first) return undefined;
  const code = isExhausted(first.code)
    ? statuses.RESOURCE_EXHAUSTED.number
    : statusNumberOf(httpErrorStatusCode ?? 500);
  return { code, message: first.code };
}

/** `IP_SPACE_EXHAUSTED`, `ZONE_RESOURCE_POOL_EXHAUSTED`, `QUOTA_EXCEEDED`. */
function isExhausted(code: string): boolean {
  return /EXHAUSTED|QUOTA|RATE_LIMIT/.test(code);
}
