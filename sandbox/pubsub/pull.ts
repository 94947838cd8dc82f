import type { Runtime } from '../../shared/runtime.ts';
import type { JsonObject } from '../compute/json.ts';
import { parameter, type ServiceCall } from '../service/call.ts';
import type { Line } from './line.ts';
import type { PubsubState } from './state.ts';

export interface PullOptions {
  runtime: Runtime;
  /** How long a pull waits for a first message. */
  pullWaitSeconds: number;
}

/** Hands out what there is; when there is nothing it waits a while for something to come. */
export async function pull(
  state: PubsubState,
  call: ServiceCall,
  { runtime, pullWaitSeconds }: PullOptions,
): Promise<JsonObject> {
  const line = state.line(parameter(call, 'subscription'));
  const most = Math.min(Number(call.body.maxMessages) || 1, 1000);
  const seconds = call.body.returnImmediately === true ? 0 : pullWaitSeconds;
  const end = runtime.now() + seconds * 1000;
  for (;;) {
    const received = receive(line, most);
    if (received.length) return { receivedMessages: received };
    if (runtime.now() >= end || call.signal.aborted) return {};
    await line.whenReady(end - runtime.now(), call.signal);
  }
}

function receive(line: Line, most: number): JsonObject[] {
  const counts = line.subscription.deadLetterPolicy !== undefined;
  return line.pull(most).map(({ ackId, delivery: { message, attempts } }) => ({
    ackId,
    message,
    ...(counts ? { deliveryAttempt: attempts } : {}),
  }));
}
