import type { Instance, KubernetesNode, Live } from '../model/live.ts';
import { type Reference, referencePath } from '../model/reference.ts';

/** The VM at a reference, whatever the number of VMs. */
export function instanceAt({ instances }: Live, reference: Reference): Instance | undefined {
  return indexOf(instances, (one: Instance) => one.reference).get(referencePath(reference));
}

/** The node that a VM is. */
export function nodeOn({ nodes }: Live, reference: Reference): KubernetesNode | undefined {
  return indexOf(nodes, (one: KubernetesNode) => one.instance).get(referencePath(reference));
}

const indexes = new WeakMap<object, Map<string, unknown>>();

/** Built with the first question and kept as long as the list: a list that was observed does not change any more. */
function indexOf<T>(list: T[], placeOf: (one: T) => Reference | null): Map<string, T> {
  const known = indexes.get(list) as Map<string, T> | undefined;
  if (known) return known;
  const index = new Map<string, T>();
  for (const one of list) {
    const place = placeOf(one);
    const path = place && referencePath(place);
    if (path && !index.has(path)) index.set(path, one);
  }
  indexes.set(list, index);
  return index;
}
