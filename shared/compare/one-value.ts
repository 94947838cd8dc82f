import type { JsonObject } from '../model/json.ts';
import type { Place } from './compare-value.ts';
import { isEmptyOf, isNothing, selectsWhenEmpty } from './empty.ts';

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
export function isOneValue(declared: JsonObject, { type, field, path, siblings }: Place): boolean {
  // One without a key says no more than none at all (C-01): a ReplicationController has the labels of its template then.
  if (maps.has(field)) return !isEmptyOf(declared, type) && !isOfBarePod(path);
  // What `matchLabelKeys` names and the uid of a Job are added by the server.
  return selectsWhenEmpty(type) && field !== 'batch.JobSpec.selector' && isNothing(siblings.matchLabelKeys);
}

/** The admission plug-in PodNodeSelector adds what its namespace asks for. */
function isOfBarePod(path: string): boolean {
  return path === 'spec.nodeSelector';
}
