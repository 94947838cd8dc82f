import { invariant, type Watching } from '../invariant.ts';
import { isOnlyObserved, project } from '../shape.ts';
import type { RunView } from '../view.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { whereTooManyMiss, whoLacks, whoOverstays, whoStays } from './left-open.ts';
import { nameIn } from './writes.ts';

export const i29 = invariant({
  name: 'I-29',
  says: 'an event is acknowledged only when all that it began has its outcome, and none failed',
  on: ['sent', 'line', 'message', 'declared'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    const deliveries = new Deliveries();
    let declaredAt = 0;
    return (entry) => {
      if (entry.kind === 'declared') declaredAt = entry.at;
      if (
        entry.kind === 'sent' &&
        entry.call.trigger === 'event' &&
        entry.call.mutates &&
        deliveries.publishedAt.size > 0
      ) {
        judged();
        if (deliveries.of(entry.call).length === 0)
          violated(`${entry.call.method} ${entry.call.path}, and no event is open any more`);
      }
      const ended = deliveries.take(entry);
      if (ended && entry.kind === 'message' && entry.what === 'refused') judgeRefusal(watching, ended, declaredAt);
      if (!ended || entry.kind !== 'message' || entry.what !== 'acknowledged') return;
      const isBroken = view.declared === 'broken' && declaredAt <= ended.at;
      // What can be read of a broken declaration tells whose project an event is not of.
      const isForeign = ended.projects.size > 0 && !ended.projects.has(project) && !ended.projects.has(null);
      if (isBroken && ended.said.has('ignored') && !isForeign)
        violated(`message ${entry.id} is acknowledged, and the declaration is broken`);
      judgeAnswer(watching, ended, deliveries.publishedAt.get(entry.id) ?? 0);
    };
  },
});

/** What may be over in a moment is for nobody to decide. */
const mayPass = /Lease|kill switch|book of the hour|mutationsPer|older than 5 minutes|cannot be read|P-14|^no-result/;

/** What is thrown back as it comes never gets on: whoever can look, and refuses it, has looked since. */
function judgeRefusal({ view, judged, violated }: Watching, refused: Delivery, declaredAt: number): void {
  const { message, worker, incarnation, at } = refused;
  if (view.declared !== 'whole' || declaredAt >= at) return;
  judged();
  const looks = [...view.runs.values()]
    .filter((run) => run.worker === worker && run.incarnation === incarnation && run.trigger === 'event')
    .flatMap(({ calls }) => calls.flatMap(({ answeredAt }) => answeredAt ?? []));
  if (looks.length > 0 && looks.every((one) => one < at))
    violated(`message ${message} is refused, and nobody has looked since it was delivered`);
}

/** By a pass that began after the event was published, and that left nothing undone but what a person was told of. */
function judgeAnswer(watching: Watching, ended: Delivery, publishedAt: number): void {
  const { shape, view, judged, violated } = watching;
  const { message, worker, incarnation, said, at } = ended;
  const runs = [...view.runs.values()].filter(
    (run) => run.worker === worker && run.incarnation === incarnation && run.trigger === 'event',
  );
  const last = runs.at(-1);
  const hasLooked = last !== undefined && (last.calls[0]?.sentAt ?? 0) >= at;
  // Whoever looks at a cluster takes it for one that the event concerns, and owes an answer.
  const isNoOnes = said.has('ignored') || (said.has('acknowledged without action') && !hasLooked);
  if (said.has('already answered') && !isNoOnes) {
    judged();
    const since = runs.filter(({ calls }) => (calls[0]?.sentAt ?? 0) >= publishedAt);
    const isSettled = ({ outcomes, gaps }: RunView) =>
      gaps.length === 0 && outcomes.every(({ state, isForPerson }) => state === 'done' || isForPerson === true);
    if (since.length === 0)
      violated(`message ${message} is acknowledged, and nobody has looked since it was published`);
    else if (!since.some(isSettled) && !isOnlyObserved(shape))
      violated(`message ${message} is acknowledged, and no look since it was published led to an end`);
  }
  if (!last || !hasLooked) return;
  judged();
  for (const { openIntents } of runs.slice(0, -1))
    for (const { kind, target } of openIntents)
      violated(`message ${message} is acknowledged, and ${kind} ${target} has no outcome`);
  if (isOnlyObserved(shape) || said.has('already answered') || isNoOnes) return;
  for (const { kind, target, state, isForPerson, because } of last.outcomes) {
    const isLeft = state === 'blocked' && isForPerson && said.has('left to a person');
    if (isLeft && mayPass.test(String(because)))
      violated(`message ${message} is acknowledged, and ${kind} ${target} is left to a person: ${because}`);
    if (state !== 'done' && !isLeft) violated(`message ${message} is acknowledged, and ${kind} ${target} is ${state}`);
    const stays = kind === 'remove-pool-members' ? whoStays(watching, last, nameIn(String(target))) : undefined;
    if (stays) violated(`message ${message} is acknowledged, and ${stays} is to leave ${target} still`);
  }
  const pool = said.has('left to a person') ? undefined : whereTooManyMiss(watching, last);
  if (pool) violated(`message ${message} is acknowledged, and nobody is told that too many are missing in ${pool}`);
  const [gap] = last.gaps;
  if (gap) violated(`message ${message} is acknowledged, and ${gap.area} could not be read`);
  if (last.waiting > 0) violated(`message ${message} is acknowledged, and ${last.waiting} steps wait still`);
  const leaving = said.has('left to a person') ? undefined : whoOverstays(watching, last);
  if (leaving) violated(`message ${message} is acknowledged, and ${leaving} still`);
  const lacking = whoLacks(watching, last);
  if (lacking) violated(`message ${message} is acknowledged, and ${lacking} still`);
}
