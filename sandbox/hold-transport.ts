import type { Transport } from '../shared/transport.ts';
import type { VirtualClock } from './virtual-clock.ts';

const withoutBody = new Set([101, 204, 205, 304]);

/** Time stands still from the moment a request leaves until its whole answer is here; what waits for time is not held. */
export function holdTransport(clock: Pick<VirtualClock, 'hold'>, transport: Transport): Transport {
  return (url, init) => (waitsForTime(url) ? transport(url, init) : clock.hold(readWhole(transport(url, init))));
}

async function readWhole(answering: Promise<Response>): Promise<Response> {
  const answer = await answering;
  const bytes = await answer.arrayBuffer();
  const { status, statusText, headers } = answer;
  const whole = new Response(withoutBody.has(status) ? null : bytes, { status, statusText, headers });
  Object.defineProperty(whole, 'url', { value: answer.url });
  return whole;
}

/** A watch, and the `wait` of an operation: the answer comes when time has passed. */
function waitsForTime(url: string): boolean {
  return /[?&]watch=(true|1)(&|$)|\/operations\/[^/?]+\/wait(\?|$)/.test(url);
}
