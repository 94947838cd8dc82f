import type { JsonObject } from './json.ts';
import type { Instance, Operation } from './kinds.ts';

/** Who did it and by what; what an audit log entry needs to know about the caller. */
export interface Actor {
  principal: string;
  userAgent: string;
  version: 'v1' | 'beta';
  /** Equal for an operation of a managed group and for all it causes. */
  rootTrigger?: string | undefined;
}

export interface Subject {
  project: string;
  projectNumber: string;
  /** `projects/P/zones/Z/instances/N`. */
  resource: string;
  /** The id of the resource itself: of the old VM when it is deleted or repaired. */
  resourceId: string;
}

interface Happening extends Subject {
  /** Milliseconds since the epoch. */
  time: number;
  /** Without version: `compute.instances.insert`; the log of activity puts `v1.` before it, that of system events nothing. */
  method: string;
}

/** A call was accepted (`first`) or is finished (`last`, with its error if it failed). */
export interface OperationEvent extends Happening {
  type: 'operation';
  phase: 'first' | 'last';
  actor: Actor;
  operation: Operation;
  request: JsonObject;
}

/** A call was refused before it began: no operation exists. */
export interface RefusedEvent extends Happening {
  type: 'refused';
  actor: Actor;
  status: number;
  reason: string;
  message: string;
  request: JsonObject;
}

/** Compute Engine itself did it: `compute.instances.preempted`, `…hostError`, `…repair.recreateInstance`. */
export interface SystemEvent extends Happening {
  type: 'system';
  operation: Operation;
  message: string;
}

/** A VM changed its status; `from` is absent when it is new, `to` when it is gone. */
export interface InstanceEvent {
  type: 'instance';
  time: number;
  project: string;
  resource: string;
  from: string | undefined;
  to: string | undefined;
  instance: Instance;
}

export type ComputeEvent = OperationEvent | RefusedEvent | SystemEvent | InstanceEvent;

export type ComputeListener = (event: ComputeEvent) => void;
