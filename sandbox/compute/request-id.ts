import type { Call } from './call.ts';
import type { Operation } from './kinds.ts';
import { refusal } from './refusal.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const zero = '00000000-0000-0000-0000-000000000000';

/** A repeated requestId does nothing and is answered with the first operation (P-16, I-28). */
export function repeatedOperation({ world, match, project, query, method }: Call): Operation | undefined {
  const { requestId } = query;
  if (!match.route.mutating || typeof requestId !== 'string' || requestId === '') return undefined;
  if (!uuid.test(requestId) || requestId === zero) {
    throw refusal.invalid('requestId', requestId, 'The request ID must be a valid, non-zero UUID.');
  }
  const known = world.requestIds.get(`${project}/${requestId}`);
  if (!known || known.until < world.agenda.now()) return undefined;
  if (known.method !== method) {
    throw refusal.invalid('requestId', requestId, 'The request ID was already used for another request.');
  }
  return world.store.read('operations', known.operation);
}
