import { act, type Change, ignore, type Verdict } from '../model/decision.ts';
import { objectAt, quote, textAt } from './foreign.ts';
import { match } from './place.ts';

/** Reasons that node controllers and kubelets write. NotReady is no reason to leave a pool (P-09, I-12). */
const changes: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['RegisteredNode', 'appeared'],
  ['NodeReady', 'appeared'],
  ['RemovingNode', 'gone'],
  ['DeletingNode', 'gone'],
  ['Rebooted', 'restarted'],
  ['Starting', 'restarted'],
  ['Shutdown', 'leaving'],
  ['NodeShutdown', 'leaving'],
  ['PreemptScheduled', 'leaving'],
  ['TerminateScheduled', 'leaving'],
  // The autoscaler's, when it taints a node and when it removes it; `ScaleDownFailed` and `ScaleDownEmpty` are other words.
  ['ScaleDown', 'leaving'],
]);

/** core/v1 says `involvedObject`, events.k8s.io/v1 says `regarding`. */
export function isKubernetesEvent(body: unknown): body is object {
  return subjectOf(body) !== null && textAt(body, 'reason') !== null;
}

export function readKubernetesEvent(event: object): Verdict {
  const subject = subjectOf(event);
  const kind = textAt(subject, 'kind') ?? 'an unnamed kind';
  const reason = textAt(event, 'reason') ?? '';
  if (kind !== 'Node') return ignore(`the Kubernetes event ${quote(reason)} is about ${quote(kind)}, not about a node`);
  const change = changes.get(reason);
  const node = quote(textAt(subject, 'name') ?? '');
  if (change !== undefined) return act(change, `Kubernetes event ${reason} for node ${node}`);
  if (reason === 'NodeNotReady')
    return ignore(`node ${node} is not ready, which is no reason to take it out of anything`);
  return ignore(`the Kubernetes event ${quote(reason)} of node ${node} does not tell of a change`);
}

export function nodeOfEvent(event: object): string | null {
  const subject = subjectOf(event);
  return textAt(subject, 'kind') === 'Node' ? match('name', textAt(subject, 'name')) : null;
}

function subjectOf(event: unknown): object | null {
  return objectAt(event, 'involvedObject') ?? objectAt(event, 'regarding');
}
