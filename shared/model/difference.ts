import type { Json } from './json.ts';

/** One place where a live object is not as declared. */
export interface Difference {
  /**
   * Items of keyed lists by their key, others by position: `spec.containers[web].ports[80/TCP].hostPort`,
   * `spec.containers[web].args[1]`. Keys with dots are not quoted: `metadata.labels.app.kubernetes.io/name`.
   */
  path: string;
  /** The same place as it stands in the declared object: `spec.containers[0].ports[0].hostPort`. */
  pointer: string;
  /** `extra`: in the live value of a list or selector that is one value, and not in the declared one. */
  kind: 'changed' | 'missing' | 'extra';
  declared: Json;
  live: Json;
  why: string;
  /** False when only the API server can tell whether applying would change it (C-17). */
  certain: boolean;
}
