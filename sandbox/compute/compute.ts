import { Agenda } from './agenda.ts';
import type { CallRecord } from './call.ts';
import type { ComputeEvent, ComputeListener } from './event.ts';
import { Faults } from './faults/faults.ts';
import { handle } from './handle.ts';
import { Listening } from './listening.ts';
import { followVms } from './managed/follow.ts';
import { ManagedGroups } from './managed/group.ts';
import { type ComputeOptions, settingsFrom } from './options.ts';
import { Projects } from './project.ts';
import { ComputeState } from './state.ts';
import { Store } from './store.ts';
import type { World } from './world.ts';

/** An emulated Compute Engine: the API as a function of requests, and the world behind it. */
export interface Compute {
  /** Answers one request to the API. Rejects as `fetch` does when the connection fails. */
  handle(request: Request): Promise<Response>;
  state: ComputeState;
  /** Every call that came in, oldest first; cut it with `calls.length = 0`. */
  calls: CallRecord[];
  faults: Faults;
  /** Returns what ends the listening. */
  onEvent(listener: ComputeListener): () => void;
  /** Nothing happens by itself any more. */
  close(): void;
}

export function createCompute(options: ComputeOptions): Compute {
  const listeners = new Set<ComputeListener>();
  const world = createWorld(options, (event) => {
    for (const listener of listeners) listener(event);
  });
  listeners.add((event) => followVms(world, event));
  return {
    handle: (request) => handle(world, request),
    state: new ComputeState(world),
    calls: world.calls,
    faults: world.faults,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => world.agenda.close(),
  };
}

function createWorld(options: ComputeOptions, emit: (event: ComputeEvent) => void): World {
  const { runtime } = options;
  const settings = settingsFrom(options);
  const agenda = new Agenda(runtime);
  const store = new Store(() => agenda.now());
  return {
    settings,
    runtime,
    agenda,
    store,
    projects: new Projects({ runtime, store, regions: settings.regions }),
    faults: new Faults(),
    listening: new Listening(),
    groups: new ManagedGroups(),
    members: new Map(),
    operations: new Map(),
    requestIds: new Map(),
    calls: [],
    emit,
  };
}
