import type { JsonObject } from '../../../shared/model/json.ts';
import type { SentCall } from '../history.ts';
import { isIn, listOf } from '../list-part.ts';
import type { Intent, RunView, View } from '../view.ts';

/**
 * Whether something held when the run last looked at a resource since it began to act, or holds now: what the plan saw is
 * no look (I-19). Between a look and the write that follows others may act, which nobody can help; a look that is stale
 * (F-14) deceives.
 */
export function wasReadAs(view: View, call: SentCall, path: string, holds: (position: number) => boolean): boolean {
  if (holds(view.position)) return true;
  const last = readsOf(view, call, path).findLast(sinceIntended(view, view.runOf(call)));
  return last !== undefined && (last.fault === 'F-14' || holds(view.servedPosition(last) ?? view.position));
}

/** At one of its looks: disks and pools go side by side, and nothing tells whose look at a VM was the last. */
export function wasOnceReadAs(view: View, call: SentCall, path: string, holds: (position: number) => boolean): boolean {
  const looks = readsOf(view, call, path).filter(sinceIntended(view, view.runOf(call)));
  return wasReadAs(view, call, path, holds) || looks.some((one) => holds(view.servedPosition(one) ?? view.position));
}

/** Requests of the same run that showed this resource, or that it is gone: itself, its list, the list of all places. */
export function readsOf(view: View, call: Pick<SentCall, 'run'>, path: string): SentCall[] {
  const [, projectId, , , collection] = path.split('/');
  const list = path.replace(/\/[^/]+$/, '');
  const shows = new Set([path, list, `projects/${projectId}/aggregated/${collection}`]);
  const calls = view.runOf(call)?.calls ?? [];
  return calls.filter(
    (one) =>
      one.api === 'compute' &&
      one.method === 'GET' &&
      (one.status === 200 || (one.status === 404 && one.path === path)) &&
      shows.has(one.path) &&
      isIn(one, path),
  );
}

/** Tells what a run looked at since it began to act, as far as it is not done yet: from there on nothing is for the plan. */
export function sinceIntended(view: View, run: RunView | undefined): (look: SentCall) => boolean {
  const intents = run?.openIntents ?? [];
  const intended = intents.length > 0 ? Math.min(...intents.map(({ position }) => position)) : -1;
  return (look) => (view.servedPosition(look) ?? 0) > intended;
}

/**
 * What a request may go by: where the run had looked last at a resource, since it began to act. Who changes it after
 * that, nobody can help; who has not looked goes by what is there now.
 */
export function lookedAt(view: View, call: SentCall, path: string): number {
  const look = readsOf(view, call, path).findLast(sinceIntended(view, view.runOf(call)));
  return (look && view.servedPosition(look)) ?? view.position;
}

/** The step that an outcome is about. */
export function intentOf(view: View, { run, requestId }: JsonObject): Intent | undefined {
  return view.runs.get(String(run))?.intents.findLast((one) => one.requestId === requestId);
}

/** Where the run of an outcome had looked last at a resource; nowhere when that look is stale (F-14). */
export function lastSeen(view: View, { run }: JsonObject, path: string): number | undefined {
  const look = readsOf(view, { run: String(run) }, path).at(-1);
  return look && look.fault !== 'F-14' ? view.servedPosition(look) : undefined;
}

/** The request that the run sent before, with the same requestId: whatever comes of it is one change (P-16, I-28). */
export function isRepeat(view: View, call: SentCall): boolean {
  const { requestId, path, body } = call;
  const same = (one: SentCall) =>
    one !== call && one.mutates && one.requestId === requestId && one.path === path && one.body === body;
  return requestId !== null && (view.runOf(call)?.calls.some(same) ?? false);
}

/** A read that failed is asked again, and a page by its token; what came of the last request for a list counts. */
export function lastOfEach(calls: SentCall[]): SentCall[] {
  return [...new Map(calls.map((call) => [listOf(call), call])).values()];
}
