/** What happened to a node, as far as one event can tell. It says where to look, never what is true (P-01). */
export type Change = 'appeared' | 'leaving' | 'gone' | 'restarted' | 'unknown';

export type EventSource =
  | 'activity'
  | 'system-event'
  | 'data-access'
  | 'kubernetes-audit'
  | 'kubernetes-event'
  | 'gke-notification'
  | 'schedule'
  | 'other';

/** The Kubernetes cluster an entry of GKE names; `location` is its zone or region. */
export interface NamedCluster {
  name: string;
  location: string;
}

export interface Decision {
  decision: 'act' | 'ignore' | 'reject';
  why: string;
  /** The id; only the number where the event gives nothing better. */
  project: string | null;
  zone: string | null;
  instance: string | null;
  instanceId: string | null;
  change: Change;
  /** Of the zone, or of a regional resource. */
  region: string | null;
  cluster: NamedCluster | null;
  /** RFC 3339. A pass that began to observe later has seen what this event tells. */
  publishedAt: string | null;
  source: EventSource;
}

/** The part of a decision that depends on what happened; who and where are added by the parser. */
export type Verdict = Pick<Decision, 'decision' | 'change' | 'why'>;

export function act(change: Change, why: string): Verdict {
  return { decision: 'act', change, why };
}

export function ignore(why: string): Verdict {
  return { decision: 'ignore', change: 'unknown', why };
}

export function reject(why: string): Verdict {
  return { decision: 'reject', change: 'unknown', why };
}
