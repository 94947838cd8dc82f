import { type CloudEvent, cloudEvent, http } from '@google-cloud/functions-framework';
import { realWorld, type World } from '../shared/world.ts';
import { driftAudit } from './drift-audit.ts';
import { manualRepair } from './manual-repair.ts';
import { nodeChange } from './node-change.ts';

/** Registers the three functions. The world is built with the first call: a cold start pays for nothing before. */
export function register(makeWorld: () => World): void {
  const onNodeChange = once(() => nodeChange(makeWorld()));
  const onDriftAudit = once(() => driftAudit(makeWorld()));
  const onManualRepair = once(() => manualRepair(makeWorld()));
  cloudEvent('nodeChange', (event: CloudEvent<unknown>) => onNodeChange()(event));
  http('driftAudit', (request, response) => onDriftAudit()(request, response));
  http('manualRepair', (request, response) => onManualRepair()(request, response));
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

register(realWorld);
