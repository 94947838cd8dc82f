import type { Instance, KubernetesNode, Live } from '../model/live.ts';
import { type Reference, referencePath } from '../model/reference.ts';

/** The VM at a reference, whatever the number of VMs. */
export function instanceAt({ instances }: Live, reference: Reference): Instance | undefined {
  return indexOf(instances, (one: Instance) => one.reference).get(referencePath(reference));
}

/** The node that a VM is. A kubelet under a new name leaves its old Node behind, on the same VM. */
export function nodeOn({ nodes }: Pick<Live, 'nodes'>, reference: Reference): KubernetesNode | undefined {
  return indexOf(nodes, (one: KubernetesNode) => one.instance, speaksRather).get(referencePath(reference));
}

/** The one that is Ready, else the newest. */
function speaksRather(one: KubernetesNode, other: KubernetesNode): boolean {
  const [isReady, isOtherReady] = [one.ready === 'True', other.ready === 'True'];
  return isReady === isOtherReady ? one.creationTimestamp > other.creationTimestamp : isReady;
}

const indexes = new WeakMap<object, Map<string, unknown>>();

/** Built with the first question and kept as long as the list: a list that was observed does not change any more. */
function indexOf<T>(
  list: T[],
  placeOf: (one: T) => Reference | null,
  isRather: (one: T, other: T) => boolean = () => false,
): Map<string, T> {
  const known = indexes.get(list) as Map<string, T> | undefined;
  if (known) return known;
  const index = new Map<string, T>();
  for (const one of list) {
    const place = placeOf(one);
    const path = place && referencePath(place);
    const other = path && index.get(path);
    if (path && (!other || isRather(one, other))) index.set(path, one);
  }
  indexes.set(list, index);
  return index;
}
