import type { JsonObject } from '../compute/json.ts';

/** A request that was understood. */
export interface ServiceCall {
  /** `pubsub.topics.get`. */
  method: string;
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The body when it is JSON; empty when there is none. */
  body: JsonObject;
  /** The body as it came. */
  bytes: Uint8Array;
  headers: Headers;
  url: URL;
  /** Who calls; undefined when nobody said so. */
  principal: string | undefined;
  /** Aborts when the client hangs up. */
  signal: AbortSignal;
}

export interface Route {
  verb: string;
  /** `/v1/{topic=projects/*}/topics`. */
  path: string;
  method: string;
  /** A POST that only reads: `pubsub.subscriptions.pull`. */
  reads?: boolean;
  /** Answered whoever calls, or nobody: keys, tokens. */
  isOpen?: boolean;
  answer(call: ServiceCall): Answer | Promise<Answer>;
}

/** An object is answered as JSON with 200. */
export type Answer = JsonObject | Response;

/** One line of the list of calls. */
export interface ServiceCallRecord {
  time: number;
  method: string;
  /** The resource, or the parent of a list. */
  resource: string;
  mutating: boolean;
  status: number;
  principal: string | undefined;
  body: JsonObject;
  /** The number of the fault that hit it, if one did. */
  fault: string | undefined;
}

export function parameter({ parameters }: ServiceCall, name: string): string {
  return parameters[name] ?? '';
}
