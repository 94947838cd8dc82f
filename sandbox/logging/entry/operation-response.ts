import type { JsonObject } from '../../compute/json.ts';
import type { Operation } from '../../compute/kinds.ts';

/** The operation in the FIRST entry: `progress` is a string here, and a link by the number is added. */
export function operationResponse({ kind: _, creationTimestamp: __, ...operation }: Operation): JsonObject {
  const selfLinkWithId = operation.selfLink.replace(/[^/]+$/, operation.id);
  return {
    ...operation,
    progress: String(operation.progress),
    selfLinkWithId,
    '@type': 'type.googleapis.com/operation',
  };
}
