import { isObject } from '../../../sandbox/kubernetes/object.ts';
import type { Json, JsonObject } from '../../../shared/model/json.ts';
import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { RunView } from '../view.ts';
import { isRepeat, sinceIntended } from './reads.ts';
import { hasLookedAt, readShows, touchedBy } from './touched.ts';
import { bodyOf } from './writes.ts';

const longestMilliseconds = 5 * 60_000 + 1000;
/** From a step's last look at what it takes away, or leads elsewhere, to the request. */
const longestLookMilliseconds = 32_000;

export const i19 = invariant({
  name: 'I-19',
  says: 'no step begins by a plan that is older than five minutes, or by another than the one that was read, or undoes what somebody did since',
  on: ['sent', 'line', 'asked', 'answer'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    /** Hashes of the plans that somebody asked a worker to apply. */
    const asked = new Map<string, Set<string>>();
    /** The words of the plans that were read, by worker, its life and hash; and when. */
    const read = new Map<string, { at: number; words: string[] }>();
    return (entry) => {
      if (entry.kind === 'answer' && entry.trigger === 'repair') noteAnswer(read, entry);
      if (entry.kind === 'asked' && entry.applies && entry.plan)
        asked.set(entry.worker, (asked.get(entry.worker) ?? new Set()).add(entry.plan));
      if (entry.kind === 'sent' && entry.call.mutates) {
        judgeAge(watching, entry.call);
        judgeEdit(watching, entry.call);
        judgeLook(watching, entry.call);
        judgeOwnLooks(watching, entry.call);
      }
      if (entry.kind === 'sent' && entry.call.method === 'PATCH') judgeObject(watching, entry.call);
      if (entry.kind !== 'line' || entry.line.message !== 'intent') return;
      const run = view.runs.get(String(entry.line.run));
      const [first] = run?.calls ?? [];
      if (!first) return;
      judged();
      const age = entry.at - first.sentAt;
      if (age > longestMilliseconds)
        violated(
          `${entry.line.kind} ${entry.line.target} begins ${Math.round(age / 1000)} s after the look it is planned from`,
        );
      if (run?.trigger === 'repair' && run.hash && asked.has(run.worker) && !asked.get(run.worker)?.has(run.hash))
        violated(`${entry.line.kind} ${entry.line.target} begins by a plan that nobody has read`);
      const plan = run?.trigger === 'repair' ? read.get(`${run.worker} ${run.hash}`) : undefined;
      if (plan && !plan.words.includes(wordsOf(entry.line)))
        violated(`${entry.line.kind} ${entry.line.target} begins, and is not in the plan that was read under its hash`);
      if (plan && first.sentAt - plan.at > longestMilliseconds)
        violated(
          `${entry.line.kind} ${entry.line.target} begins by a plan that was read ${first.sentAt - plan.at} ms ago`,
        );
    };
  },
});

/** Of whatever goes to the cloud, also what only adds, and however often it is sent: its plan is asked last of all. */
function judgeAge({ view, judged, violated }: Watching, call: SentCall): void {
  const [first] = view.runOf(call)?.calls ?? [];
  if (!first || call.api !== 'compute') return;
  judged();
  const age = call.sentAt - first.sentAt;
  if (age > longestMilliseconds)
    violated(`${call.method} ${call.path} leaves ${Math.round(age / 1000)} s after the look it is planned from`);
}

/** However often a request is sent: what was seen before it hung, or before its process stood still, is no ground any more. */
function judgeLook({ shape, view, judged, violated }: Watching, call: SentCall): void {
  if (!/\/(detachDisk|removeInstance|setTarget)$/.test(call.path)) return;
  const things = touchedBy(call, shape, view);
  const looks = view.runOf(call)?.calls.filter((one) => things.some((thing) => readShows(one, thing))) ?? [];
  const last = Math.max(...looks.map(({ servedAt }) => servedAt ?? 0));
  if (looks.length === 0) return;
  judged();
  const age = call.sentAt - last;
  if (age > longestLookMilliseconds)
    violated(`${call.method} ${call.path} rests on a look of ${Math.round(age / 1000)} s ago`);
}

/** What the steps before it saw is no look of its own; nor is, for what is left of a batch, that of the batch. */
function judgeOwnLooks({ shape, view, judged, violated }: Watching, call: SentCall): void {
  if (!/\/(detachDisk|removeInstance|setTarget)$/.test(call.path) || isRepeat(view, call)) return;
  const run = view.runOf(call);
  judged();
  const others = run?.calls.filter(
    ({ mutates, path, requestId }) =>
      mutates && path === call.path && path.endsWith('/removeInstance') && requestId !== call.requestId,
  );
  const since = Math.max(...(others ?? []).map(({ answeredAt }) => answeredAt ?? 0));
  const looks = (run?.calls ?? []).filter(sinceIntended(view, run)).filter(({ sentAt }) => sentAt >= since);
  for (const thing of touchedBy(call, shape, view))
    if (!looks.some((one) => hasLookedAt(one, thing)))
      violated(`${call.method} ${call.path}, and nobody has looked at ${thing} for it`);
}

/** What somebody wrote after the look of the plan is not what the plan saw. */
function judgeEdit({ shape, view, judged, violated }: Watching, call: SentCall): void {
  const { path, method } = call;
  if (path.endsWith('/status') && method === 'PATCH') {
    judged();
    const { metadata } = bodyOf(call) as { metadata?: { resourceVersion?: string } };
    if (!metadata?.resourceVersion) violated(`${method} ${path} names no version`);
  }
  const isEdit = path.endsWith('/setTarget') || (method === 'PATCH' && path.includes('/firewalls/'));
  const [thing] = isEdit ? touchedBy(call, shape, view) : [];
  if (!thing) return;
  const looks = view.runOf(call)?.calls.filter((one) => readShows(one, thing)) ?? [];
  if (looks.length < 2 || looks.some(({ fault }) => fault === 'F-14')) return;
  judged();
  const [planned, known] = [looks[0], looks.at(-1)].map((one) => {
    const seen = view.resource('firewalls', thing, one && view.servedPosition(one)) ?? {};
    return Object.keys(bodyOf(call)).map((field) => JSON.stringify(Reflect.get(seen, field)));
  });
  if (planned?.join() !== known?.join())
    violated(`${method} ${path} undoes ${known}; ${planned} was what the plan saw`);
}

/** Who read a plan read what an object said then: what says something else by now is for another plan. */
function judgeObject({ shape, view, judged, violated }: Watching, call: SentCall): void {
  const run = view.runOf(call);
  // What a plan tries out with `dryRun`, it asks for before there is a plan.
  if (run?.trigger !== 'repair' || run.hash === null || call.api !== 'kubernetes') return;
  if (/\/(status|nodes|leases)(\/|$)/.test(call.path)) return;
  const [thing = ''] = touchedBy(call, shape, view);
  const [collection = '', key = ''] = thing.split(' ');
  const wanted = bodyOf(call);
  const seenBy = ({ calls }: RunView) => {
    const look = calls.findLast((one) => hasLookedAt(one, thing) && (view.servedPosition(one) ?? 0) < began);
    const object = view.object(collection, key, look && view.servedPosition(look));
    return look && JSON.stringify(fieldsLike({ spec: object?.spec, data: object?.data } as Json, wanted));
  };
  const began = run.intents[0]?.position ?? view.position;
  const read = [...view.runs.values()].find(
    ({ id, worker, hash, trigger }) =>
      id !== run.id && worker === run.worker && hash === run.hash && trigger === 'repair',
  );
  const [then, now] = [read && seenBy(read), seenBy(run)];
  if (then === undefined || now === undefined) return;
  judged();
  if (then !== now) violated(`${call.method} ${call.path} is by a plan that saw ${then}, and it says ${now}`);
}

function fieldsLike(value: Json | undefined, like: Json | undefined): Json {
  if (!isObject(like) || !isObject(value)) return value ?? null;
  const keys = Object.keys(like).filter((key) => key in value);
  return Object.fromEntries(keys.map((key) => [key, fieldsLike(value[key], like[key])]));
}

/** What a repair answered with: a plan to be read. */
function noteAnswer(
  read: Map<string, { at: number; words: string[] }>,
  { worker, body, at }: { worker: string; body: string; at: number },
): void {
  const { plan, ...answer } = JSON.parse(body) as PlanAnswer & { plan?: PlanAnswer };
  const { hash, actions } = plan ?? answer;
  if (hash && actions) read.set(`${worker} ${hash}`, { at, words: actions.map(wordsOf) });
}

interface PlanAnswer {
  hash?: string;
  actions?: JsonObject[];
}

function wordsOf({ kind, target, why }: JsonObject): string {
  return `${kind} ${target}: ${why}`;
}
