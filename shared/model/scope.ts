/** One thing of a cluster that a person wants repaired. */
export type Part = { node: string } | { pool: string } | { disk: string } | { stack: string };

/** What one run looks at and may do. Ways in differ in this and in nothing else. */
export interface Scope {
  /** `metadata.name` of its cluster.yaml. */
  cluster: string;
  /** Absent: the whole cluster. */
  only?: Part;
  /** `removal`: of one stack, which `only` names. `objects`: Kubernetes alone, where no cluster.yaml tells of more. */
  concern: 'nodes' | 'everything' | 'removal' | 'objects';
  mode: 'plan' | 'apply' | 'observe';
  /** When the event was published that is answered (milliseconds): what was done since is news to it. */
  since?: number;
  /** Look at what wakes Underpin as well; only an audit's account may read it. */
  wiring?: true;
}

export interface RepairRequest {
  scope: Scope;
  /** The hash of the plan to apply; null while planning. */
  plan: string | null;
}
