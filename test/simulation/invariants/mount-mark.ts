import type { KubernetesObject } from '../../../sandbox/kubernetes/object.ts';

/** What a node says of a mount on it, in words of this side: the product's own are what is checked. */

export function markOf(node: KubernetesObject | undefined, disk: string): string | undefined {
  return node?.metadata.labels?.[`disk.underpin.dev/${disk}`];
}

/** In which boot of the node among it; a label without a record is of whoever does not keep one. */
export function recordOf(node: KubernetesObject | undefined, disk: string): string {
  return node?.metadata.annotations?.[`disk.underpin.dev/${disk}`] ?? '{}';
}
