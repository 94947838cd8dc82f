import type { Match } from './description/match.ts';
import type { Actor } from './event.ts';
import type { OperationFault } from './faults/fault.ts';
import type { JsonObject } from './json.ts';
import type { Reader } from './store.ts';
import type { World } from './world.ts';

/** A request that was understood: which method, on what, by whom. */
export interface Call {
  world: World;
  match: Match;
  /** `compute.targetPools.addInstance`, as the description has it. */
  method: string;
  /** Collection and verb whatever the scope: `disks.insert` also for `regionDisks.insert`. */
  verb: string;
  project: string;
  /** `projects/P/zones/Z`, `projects/P/regions/R`, `projects/P/global`. */
  place: string;
  /** The last named thing in the path. */
  name: string | undefined;
  /** What the call is on: a resource, or the place of a list. */
  target: string;
  query: JsonObject;
  body: JsonObject;
  actor: Actor;
  /** What is there, or what was there a while ago when the read is a stale one (F-14). */
  reader: Reader;
  operationFault: OperationFault | undefined;
  /** Aborts when the client hangs up. */
  signal: AbortSignal;
}

/** One line of the list of calls. */
export interface CallRecord {
  time: number;
  method: string;
  project: string;
  resource: string;
  mutating: boolean;
  status: number;
  principal: string;
  requestId: string | undefined;
  body: JsonObject;
  query: JsonObject;
  responseBytes: number;
  /** The number of the fault that hit it, if one did. */
  fault: string | undefined;
}
