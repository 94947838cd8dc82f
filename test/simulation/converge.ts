import { run } from '../../shared/loop.ts';
import type { Declared } from '../../shared/model/declared.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readFrom } from './declaration-files.ts';
import { anEvent } from './deeds/control.ts';
import { clusterName } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { worldFor } from './staff.ts';
import { type Wrong, wrongsOf } from './wrongs.ts';

export interface Convergence {
  passes: number;
  /** What is wrong still, in words, and not told as something for a person. */
  unexplained: string[];
  /** What is wrong still and told. */
  told: number;
}

const mostPasses = 2;
/** Of a world of this size: every member of every pool, one at a time (P-06). */
const mostMessages = 20;

/** I-22: with nothing going wrong any more, two events are enough; what is left is told as somebody's to decide. */
export async function converge(world: SimulatedWorld): Promise<Convergence> {
  let passes = 0;
  for (let number = 1; number <= mostMessages && passes < mostPasses && wrongsOf(world).length > 0; number += 1)
    if (!(await goesOn(world, number))) passes += 1;
  const wrongs = wrongsOf(world);
  if (wrongs.length === 0) return { passes, unexplained: [], told: 0 };
  const concern = wrongs.some(({ isForAudit }) => isForAudit) ? 'everything' : 'nodes';
  const plan = await world.clock.drive(planNow(world, concern));
  const told = outcomesSince(world, plan);
  const unexplained = wrongs.filter(
    (wrong) =>
      !isTold(wrong, plan) && !told.refused.has(wrong.subject) && (wrong.isAtRest || !told.waiting.has(wrong.subject)),
  );
  return { passes, unexplained: unexplained.map(({ words }) => words), told: wrongs.length - unexplained.length };
}

/** What its limits let a pass do is done, and it says that the next one does more: however many that takes. */
async function goesOn(world: SimulatedWorld, number: number): Promise<boolean> {
  const { clock, history, staff } = world;
  const from = history.entries.length;
  const publishTime = new Date(clock.now() + 600_000).toISOString();
  const message = { id: `last-${number}`, data: anEvent, publishTime, attempts: 0 };
  await clock.drive(staff[0]?.deliver(message).catch(() => undefined) ?? Promise.resolve());
  await clock.advance(10_000);
  const lines = linesSince(world, from);
  const saysSo = lines.some(({ why }) => / goes on in the next pass: /.test(String(why)));
  return saysSo && lines.some(({ message, state }) => message === 'outcome' && state === 'done');
}

async function planNow(world: SimulatedWorld, concern: 'everything' | 'nodes'): Promise<Plan> {
  const [worker] = world.workers;
  if (!worker) throw new Error('there is no worker');
  const around = worldFor(world, worker, 'audit');
  const { plan } = await run(await declaredIn(world), { cluster: clusterName, concern, mode: 'plan' }, around);
  return plan;
}

async function declaredIn(world: SimulatedWorld): Promise<Declared> {
  const { declared } = await readFrom(world.whole);
  const [first] = declared;
  if (!first) throw new Error('the shape of the world declares no cluster');
  return first;
}

/** Told as blocked, as waiting, or as something that only a person does; not as something that is done in a moment. */
function isTold({ subject, isAtRest = false, isForAudit = false }: Wrong, { findings, blocked }: Plan): boolean {
  const isFound = findings.some(
    (one) =>
      one.subject === subject &&
      (isForAudit || one.action === null || one.blockedBy !== null || one.waitingFor !== null) &&
      (one.waitingFor === null || !isAtRest),
  );
  return isFound || blocked.some(({ target, isForNextPass }) => target === subject && !isForNextPass);
}

/** What is no finding of a plan but an outcome: what the breaker or a step leaves to a person, and what waits for an operation. */
function outcomesSince(world: SimulatedWorld, { blocked }: Plan): { refused: Set<unknown>; waiting: Set<unknown> } {
  const lines = linesSince(
    world,
    world.history.entries.findLastIndex(({ kind }) => kind === 'faults end'),
  );
  const tripped = lines.flatMap(({ message, refused }) =>
    message === 'breaker open' ? (refused as { target: string }[]).map(({ target }) => target) : [],
  );
  const outcomes = lines.filter(({ message }) => message === 'outcome');
  const refused = outcomes.filter(({ isForPerson }) => isForPerson === true).map(({ target }) => target);
  // What is left to a person, or to the next hour, takes its place in each pass until then.
  const behind = tripped.length + refused.length > 0 ? blocked.map(({ target }) => target) : [];
  const waiting = outcomes.filter(({ state }) => state === 'waiting').map(({ target }) => target);
  return { refused: new Set([...tripped, ...behind, ...refused]), waiting: new Set(waiting) };
}

function linesSince({ history }: SimulatedWorld, position: number): JsonObject[] {
  return history.entries.slice(position).flatMap((entry) => (entry.kind === 'line' ? [entry.line] : []));
}
