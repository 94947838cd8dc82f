import { type CloudEvent, cloudEvent, http } from '@google-cloud/functions-framework';
import { realWorld, type World } from '../shared/world.ts';

/** Registers the three functions. Code and world come with the first call: a cold start pays for its own function alone. */
export function register(makeWorld: () => World): void {
  const onNodeChange = once(async () => (await import('./node-change.ts')).nodeChange(makeWorld()));
  const onDriftAudit = once(async () => (await import('./drift-audit.ts')).driftAudit(makeWorld()));
  const onManualRepair = once(async () => (await import('./manual-repair.ts')).manualRepair(makeWorld()));
  cloudEvent('nodeChange', async (event: CloudEvent<unknown>) => (await onNodeChange())(event));
  http('driftAudit', async (request, response) => (await onDriftAudit())(request, response));
  http('manualRepair', async (request, response) => (await onManualRepair())(request, response));
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

register(realWorld);
