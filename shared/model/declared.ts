import type { ClusterDeclaration } from './cluster.ts';
import type { JsonObject } from './json.ts';
import type { Source } from './source.ts';
import type { StackFile } from './stack.ts';

/** A Kubernetes object as its manifest says, before any default. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  name: string;
  /** `null` when neither the object nor its stack names one. */
  namespace: string | null;
  object: JsonObject;
  source: Source;
  /** Where a field such as `spec.ports[0].port` stands in the file, for reports that point at lines. */
  locate(path: string): Source;
}

/** One app: the manifests of one directory and what they need outside the cluster. */
export interface Stack {
  name: string;
  /** Relative to the root of the declaration. */
  directory: string;
  spec: StackFile['spec'];
  /** I-26: marked underpin.dev/protect. */
  protected: boolean;
  source: Source | null;
  manifests: Manifest[];
  /** Where a field of its `stack.yaml` stands, such as `spec.disks[0].zone`; absent when there is no such file. */
  locate?: (path: string) => Source;
}

export interface Declared {
  cluster: ClusterDeclaration;
  source: Source;
  /** Where a field of `cluster.yaml` stands, such as `spec.pools[0].name`. */
  locate?: (path: string) => Source;
  stacks: Stack[];
  /** C-15: what was read, but probably not as meant. */
  warnings: DeclarationProblem[];
}

export interface DeclarationProblem {
  source: Source;
  message: string;
}
