import type { Transport } from '../shared/transport.ts';
import type { VirtualClock } from './virtual-clock.ts';

const withoutBody = new Set([101, 204, 205, 304]);

/** Time stands still from the moment a request leaves until its whole answer is here. A watch is not waited for. */
export function holdTransport(clock: Pick<VirtualClock, 'hold'>, transport: Transport): Transport {
  return (url, init) => clock.hold(isWatch(url) ? transport(url, init) : readWhole(transport(url, init)));
}

async function readWhole(answering: Promise<Response>): Promise<Response> {
  const answer = await answering;
  const bytes = await answer.arrayBuffer();
  const { status, statusText, headers } = answer;
  const whole = new Response(withoutBody.has(status) ? null : bytes, { status, statusText, headers });
  Object.defineProperty(whole, 'url', { value: answer.url });
  return whole;
}

function isWatch(url: string): boolean {
  return /[?&]watch=(true|1)(&|$)/.test(url);
}
