import type { ErrorFacts } from './api-error.ts';
import type { Opening } from './open-call.ts';

/** The audit log has an entry for a mutation that was refused: severity ERROR and no operation. */
export function emitRefusal(opening: Opening, { status, reason, message }: ErrorFacts): void {
  const { world, match, method, project, target, actor, body, known, name } = opening;
  if (!match.route.mutating || !known) return;
  const present = name === undefined ? undefined : world.store.read(match.route.collection, target);
  world.emit({
    type: 'refused',
    time: world.agenda.now(),
    method,
    project,
    projectNumber: world.projects.all().find((one) => one.id === project)?.number ?? '',
    resource: typeof body.name === 'string' && name === undefined ? `${target}/${body.name}` : target,
    resourceId: present?.id ?? '',
    actor,
    status,
    reason,
    message,
    request: body,
  });
}
