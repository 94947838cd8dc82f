import type { Runtime } from '../../shared/runtime.ts';
import type { Agenda } from './agenda.ts';
import type { CallRecord } from './call.ts';
import type { ComputeEvent } from './event.ts';
import type { Faults } from './faults/faults.ts';
import type { Listening } from './listening.ts';
import type { ManagedGroups } from './managed/group.ts';
import type { OperationFacts } from './operation.ts';
import type { ComputeSettings } from './options.ts';
import type { Projects } from './project.ts';
import type { Store } from './store.ts';

/** All that one emulated Compute Engine is made of. */
export interface World {
  settings: ComputeSettings;
  runtime: Runtime;
  agenda: Agenda;
  store: Store;
  projects: Projects;
  faults: Faults;
  listening: Listening;
  groups: ManagedGroups;
  /** The VMs of each instance group, by the group's path. */
  members: Map<string, Set<string>>;
  /** By the operation's path. */
  operations: Map<string, OperationFacts>;
  /** By project and requestId. */
  requestIds: Map<string, { operation: string; method: string; until: number }>;
  calls: CallRecord[];
  emit(event: ComputeEvent): void;
}
