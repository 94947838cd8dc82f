import type { Manifest } from './declared.ts';
import type { Difference } from './difference.ts';
import type { Json } from './json.ts';
import type { Gap } from './live.ts';

/** The declared Kubernetes objects against the live ones, settled (C-10). */
export interface ObservedObjects {
  objects: ObservedObject[];
  strays: StrayObject[];
  gaps: Gap[];
}

export interface ObservedObject {
  stack: string;
  manifest: Manifest;
  /** `Deployment/web/ghost`; no namespace part for what has none. */
  subject: string;
  namespace: string | null;
  result: ObjectResult;
  /** I-26: by the stack, the manifest or the live object. */
  protected: boolean;
  /** C-16: set by hand, never declared. */
  undeclared: UndeclaredChange[];
}

/** C-09: `unknown` is never in sync. */
export type ObjectResult =
  | { state: 'in-sync' }
  /** A Secret that nobody asked to compare (C-12). */
  | { state: 'not-compared'; why: string }
  /** A request, such as a SubjectAccessReview: answered, and kept nowhere. */
  | { state: 'not-kept'; why: string }
  | { state: 'missing' }
  /** The server is removing it: somebody deleted it, and a finalizer holds it. */
  | { state: 'deleting'; since: string }
  /** C-08: `servedAs` holds the apiVersions that have this kind now. */
  | { state: 'not-served'; servedAs: string[] }
  | {
      state: 'differs';
      differences: OwnedDifference[];
      /** Why the API server would not take the declared object in place of the live one. */
      refusal: string | null;
      /** Differences that only a dry run could have decided, and why there was none (C-17). */
      undecided: Difference[];
      undecidedWhy: string;
      /** What a controller decides, whatever the file says: an apply leaves it as it is. */
      controlled?: string[];
    }
  | { state: 'unknown'; why: string };

export interface OwnedDifference extends Difference {
  /** From managedFields: who wrote it last, as far as that is known. */
  writer: Writer | null;
}

export interface Writer {
  manager: string;
  /** RFC 3339 */
  time: string;
}

export interface UndeclaredChange {
  path: string;
  live: Json;
  writer: Writer;
}

/** It carries the `app` label of a stack, and no file declares it. */
export interface StrayObject {
  apiVersion: string;
  kind: string;
  namespace: string | null;
  name: string;
  uid: string;
  stack: string;
  subject: string;
}

/** It carries the `app` label of a stack that is to be taken down. */
export interface LabelledObject extends StrayObject {
  ownerUids: string[];
  protected: boolean;
}
