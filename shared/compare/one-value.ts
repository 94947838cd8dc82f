import type { Place } from './compare-value.ts';
import { isNothing, selectsWhenEmpty } from './empty.ts';

const maps = new Set([
  'core.PodSpec.nodeSelector',
  'core.ReplicationControllerSpec.selector',
  'core.ServiceSpec.selector',
  'node.Scheduling.nodeSelector',
]);

/**
 * Selectors that the API keeps as one value (`x-kubernetes-map-type: atomic`): one more key selects less, and
 * managedFields names only the whole, which is declared, so that C-16 would not see it either.
 */
export function isOneValue({ type, field, path, siblings }: Place): boolean {
  if (maps.has(field)) return !isOfBarePod(path);
  // What `matchLabelKeys` names and the uid of a Job are added by the server.
  return selectsWhenEmpty(type) && field !== 'batch.JobSpec.selector' && isNothing(siblings.matchLabelKeys);
}

/** The admission plug-in PodNodeSelector adds what its namespace asks for. */
function isOfBarePod(path: string): boolean {
  return path === 'spec.nodeSelector';
}
