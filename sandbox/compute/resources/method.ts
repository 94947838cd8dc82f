import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';

/** How a method answers; undefined is an answer without a body (204). */
export type Method = (call: Call) => JsonObject | undefined | Promise<JsonObject | undefined>;
