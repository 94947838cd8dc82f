import { declarationsOf, findCluster } from './declared/declared.ts';
import { RetryLaterError } from './errors.ts';
import { run } from './loop.ts';
import type { Declared } from './model/declared.ts';
import type { RunResult } from './model/report.ts';
import type { World } from './world.ts';

export interface Passes {
  /**
   * Resolves when the event is answered for the cluster of this name; throws RetryLaterError when it must come again, and
   * DeclarationError where nothing can be read of what is declared.
   */
  answer(name: string, publishedAt: string | null): Promise<void>;
}

const pausesSeconds = [2, 3, 5, 8, 13, 20, 30];

/** The last look of a pass that left something open. */
interface LeftOpen {
  beganAt: number;
  /** How many events had come when it ended. */
  arrived: number;
  error: RetryLaterError;
}

/**
 * One pass at a time for each cluster. A pass observes everything, so it answers every event that was published before
 * it began: those that queue up behind it are acknowledged without another (P-15). Where it left something open they come
 * again like its own: one after the other would wait as long, and longer than a function may run.
 */
export function keepPasses(world: World): Passes {
  const queues = new Map<string, Promise<unknown>>();
  const settledAt = new Map<string, number>();
  let arrived = 0;
  const leftOpen = new Map<string, LeftOpen>();
  const waits = new Map<string, AbortController>();

  const pass = async (name: string, publishedAt: string | null, arrival: number) => {
    const published = publishedAt === null ? Number.POSITIVE_INFINITY : Date.parse(publishedAt);
    const settled = settledAt.get(name);
    if (settled !== undefined && published < settled) {
      world.log.info('already answered', { cluster: name, publishedAt });
      return;
    }
    const last = leftOpen.get(name);
    if (last && published < last.beganAt && arrival <= last.arrived) throw last.error;
    const { beganAt, open } = await untilSettled({ name, published }, world, waits);
    if (open === null) {
      if (beganAt !== null) settledAt.set(name, beganAt);
      return;
    }
    const error = new RetryLaterError(open);
    if (beganAt !== null) leftOpen.set(name, { beganAt, arrived, error });
    throw error;
  };
  return {
    answer: (name, publishedAt) => {
      // Who waits for a moment looks again now: this may be what it waits for.
      waits.get(name)?.abort();
      arrived += 1;
      const arrival = arrived;
      const next = (queues.get(name) ?? Promise.resolve()).then(
        () => pass(name, publishedAt, arrival),
        () => pass(name, publishedAt, arrival),
      );
      queues.set(name, next);
      return next;
    },
  };
}

/** Looks again, with short pauses and outside the Lease, while something only has to wait; `open` is what is left then. */
async function untilSettled(
  { name, published }: { name: string; published: number },
  world: World,
  waits: Map<string, AbortController>,
): Promise<{ beganAt: number | null; open: string | null }> {
  const { runtime, config, log } = world;
  const deadline = runtime.now() + config.waitSeconds * 1000;
  for (let round = 0; ; round += 1) {
    const declared = await declaredNow(name, world);
    const mode = config.mode === 'observe' ? 'observe' : declared.cluster.spec.mode;
    const since = Number.isFinite(published) && { since: published };
    const result = await run(declared, { cluster: name, concern: 'nodes', mode, ...since }, world);
    const open = whatIsOpen(result);
    // A disk that was mounted just now may have pods that were there before it: they are seen from the outside only.
    if (open === null && hasMounted(result)) continue;
    const pause = (pausesSeconds[round] ?? 30) * 1000;
    const isSettled = open === null || mode === 'observe';
    const isLast = isSettled || runtime.now() + pause > deadline;
    if (isLast && mode !== 'observe') tellWhatIsLeft(result, log);
    if (isLast) return { beganAt: result.beganAt, open: isSettled ? null : open };
    log.info('waiting', { cluster: name, why: open, seconds: pause / 1000 });
    const waiting = new AbortController();
    waits.set(name, waiting);
    await runtime.sleep(pause, waiting.signal);
    if (waiting.signal.aborted) round = -1;
  }
}

/** Read for each look: minutes lie between the event and the last of them, and somebody may have changed it (I-17). */
async function declaredNow(name: string, world: World): Promise<Declared> {
  const declared = findCluster(await declarationsOf(world), name);
  if (declared) return declared;
  // Another cluster may have its nodes by now: the event finds that out when it comes again.
  throw new RetryLaterError(`cluster \`${name}\` is declared no more`);
}

/** A new try would change nothing of it: a person reads this, once for each event. */
function tellWhatIsLeft({ plan, outcomes }: RunResult, log: World['log']): void {
  const { cluster } = plan;
  const left = [
    ...outcomes.filter(({ isForPerson }) => isForPerson),
    ...plan.blocked.filter(({ isForPerson }) => isForPerson).map((one) => ({ ...one, because: one.blockedBy })),
    ...plan.findings
      .filter(({ action, isForPerson }) => isForPerson && !action)
      .map(({ subject, why }) => ({ kind: null, target: subject, because: why })),
  ].map(({ kind, target, because }) => ({ kind, target, because }));
  // What holds one member in its pool for good mostly holds many (P-06).
  const told = new Map(left.map((one) => [JSON.stringify(one), one]));
  if (told.size > 0) log.warning('left to a person', { cluster, left: [...told.values()] });
}

function hasMounted({ outcomes }: RunResult): boolean {
  return outcomes.some(({ kind, state }) => kind === 'mount-disk' && state === 'done');
}

/** What the next pass may find done, in words; `null` when nothing is left that waiting or trying again would change. */
function whatIsOpen({ plan, outcomes, live }: RunResult): string | null {
  const undone = outcomes.filter(({ state, isForPerson }) => state !== 'done' && !isForPerson);
  const surplus = plan.blocked.filter(({ isForNextPass }) => isForNextPass);
  const open = [
    // What was not seen may be just what the event is about (I-27).
    ...live.gaps.map(({ area, part, why }) => `${area}${part ? ` (${part})` : ''} could not be read: ${why}`),
    ...plan.waiting.map(({ target, waitingFor }) => `${target} waits: ${waitingFor}`),
    ...undone.map(({ kind, target, state, because }) => `${kind} ${target} ${state}: ${because}`),
    ...surplus.map(({ kind, target, blockedBy }) => `${kind} ${target} goes on in the next pass: ${blockedBy}`),
  ];
  return open.length > 0 ? open.join('; ') : null;
}
