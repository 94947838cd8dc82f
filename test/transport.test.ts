import test from 'ava';
import { createVirtualClock } from '../sandbox/virtual-clock.ts';
import { retrying } from '../shared/transport.ts';

test('a connection that fails says what was asked of it', async (t) => {
  const clock = createVirtualClock();
  const refused = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
  const asked = clock.drive(retrying(refused, clock)('https://kubernetes.internal/api/v1/nodes?limit=500', {}));
  await t.throwsAsync(asked, { message: 'GET /api/v1/nodes: connect ECONNREFUSED' });
});
