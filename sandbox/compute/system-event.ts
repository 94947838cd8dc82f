import { projectOf } from './link.ts';
import { recordSystemOperation, type SystemOperation } from './operation.ts';
import type { World } from './world.ts';

/** Compute Engine did something itself: an operation that is over at once, and an entry in the log of system events. */
export function emitSystemEvent(world: World, facts: SystemOperation): void {
  const operation = recordSystemOperation(world, facts);
  const project = projectOf(facts.target);
  world.emit({
    type: 'system',
    time: world.agenda.now(),
    method: facts.method,
    project,
    projectNumber: world.projects.open(project).number,
    resource: facts.target,
    resourceId: facts.targetId,
    operation,
    message: facts.message,
  });
}
