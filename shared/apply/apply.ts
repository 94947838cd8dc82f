import type { Clients } from '../clients.ts';
import { messageOf, RefusedError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Declared } from '../model/declared.ts';
import { loggableAction } from '../model/loggable-action.ts';
import type { Outcome, Plan, Step } from '../model/plan.ts';
import { stageOfStep } from '../plan/order.ts';
import type { Runtime } from '../runtime.ts';
import type { Check } from '../transport.ts';
import { act, verify } from './actions.ts';
import type { ApplyContext, Done } from './context.ts';
import { dueWrite, tooOld } from './due-write.ts';
import { holdsBack } from './hold-back.ts';
import type { Admission } from './hour.ts';
import { enterInHourBook, strikeFromHourBook } from './hour-book.ts';
import { acquireLease, type Lease } from './lease.ts';
import { awaitHealth } from './pool-health.ts';

export interface ApplyInput {
  declared: Declared;
  clients: Clients;
  /** The same with one more check, the last thing before a request that changes something leaves. */
  clientsUnder(check: Check): Clients;
  reads: ApplyContext['reads'];
  runtime: Runtime;
  log: Log;
  holder: string;
  mountImage: string | null;
}

/**
 * Does what the plan says and nothing else, stage by stage; the steps of one stage go side by side, and so do disks and
 * all the rest. A step that fails holds back the later steps of its target, and nothing else.
 */
export async function apply(plan: Plan, input: ApplyInput): Promise<Outcome[]> {
  if (isTooOld(plan, input)) return plan.actions.map((step) => withhold(step, tooOld, input));
  const lease = await takeLease(plan, input);
  const [free, bound] = partition(plan.actions, ({ risk }) => risk === 'additive' || lease.held !== null);
  const { admitted, refused } = await admit(free, plan.cluster, input);
  const because = lease.because ?? '';
  const withheld = [...refused, ...bound.map((step) => ({ step, because }))];
  const outcomes = withheld.map(({ step, because }) => withhold(step, because, input));
  const unsent: Step[] = [];
  const lanes = lanesOf(admitted).map((steps) =>
    runLane(
      steps,
      withheld.map(({ step }) => step),
      { plan, input, lease: lease.held, unsent },
    ),
  );
  outcomes.push(...(await Promise.all(lanes)).flat());
  await giveBack(plan, { input, lease: lease.held, unsent });
  return awaitHealth({ ...plan, actions: admitted }, outcomes, input);
}

/** A disk waits for no pool, and no pool for a disk: each disk goes its own way from detach to mount. */
function lanesOf(steps: Step[]): Step[][] {
  return [...Map.groupBy(steps, ({ target }) => (target.startsWith('Disk/') ? target : '')).values()];
}

/** I-08: what was withheld holds back what should have come after it, as a failure does; a disk stays where it is mounted. */
async function runLane(steps: Step[], withheld: Step[], lane: Omit<StageInput, 'undone'>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const undone: Undone[] = [];
  for (const stage of stagesOf(steps)) {
    const [first] = stage;
    const missing = withheld.filter((step) => first && stageOfStep(step) < stageOfStep(first));
    const earlier = [...missing.map((step) => ({ step, isForPerson: false })), ...undone];
    const ended = await runStage(stage, { ...lane, undone: earlier });
    outcomes.push(...ended);
    undone.push(
      ...stage.flatMap((step, index) => {
        const { state, isForPerson } = ended[index] as Outcome;
        return state === 'done' ? [] : [{ step, isForPerson }];
      }),
    );
  }
  return outcomes;
}

interface TakenLease {
  held: Lease | null;
  because: string | null;
}

/** Only for a plan that takes something away; what keeps it from being taken blocks those steps, and no others. */
async function takeLease({ cluster, actions }: Plan, input: ApplyInput): Promise<TakenLease> {
  const { clients, holder, log } = input;
  if (actions.every(({ risk }) => risk === 'additive')) return { held: null, because: null };
  try {
    const held = await acquireLease(await clients.kubernetes(), { cluster, holder });
    log.info('lease taken', { cluster, epoch: held.epoch });
    return { held, because: null };
  } catch (error) {
    return { held: null, because: messageOf(error) };
  }
}

/** Nothing is sent that is not in the book of the hour; what keeps it from being written is the reason for all steps. */
async function admit(
  steps: Step[],
  cluster: string,
  { clients, declared, log }: ApplyInput,
): Promise<Omit<Admission, 'entries'>> {
  if (steps.length === 0) return { admitted: [], refused: [] };
  const { limits } = declared.cluster.spec;
  try {
    const admission = await enterInHourBook(await clients.kubernetes(), { cluster, steps, limits });
    const refused = admission.refused.map(({ step, because }) => ({ target: step.target, kind: step.kind, because }));
    if (refused.length > 0) log.warning('breaker open', { refused });
    return admission;
  } catch (error) {
    return { admitted: [], refused: steps.map((step) => ({ step, because: messageOf(error) })) };
  }
}

/** The Lease, and the places in the book of the hour of what was not sent after all. Either may fail: both expire. */
async function giveBack(
  { cluster }: Plan,
  { input, lease, unsent }: { input: ApplyInput; lease: Lease | null; unsent: Step[] },
): Promise<void> {
  const { clients, log } = input;
  const tell = (error: unknown) => log.warning('not given back; it expires', { error: messageOf(error) });
  if (unsent.length > 0) await strikeFromHourBook(await clients.kubernetes(), { cluster, steps: unsent }).catch(tell);
  await lease?.release().catch(tell);
}

function partition<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function stagesOf(steps: Step[]): Step[][] {
  return [...Map.groupBy(steps, stageOfStep)].toSorted(([one], [other]) => one - other).map(([, stage]) => stage);
}

interface Undone {
  step: Step;
  isForPerson: boolean;
}

interface StageInput {
  plan: Plan;
  input: ApplyInput;
  lease: Lease | null;
  /** What came earlier and is not done: it holds back what follows for its target. */
  undone: Undone[];
  /** Gathers the steps that turned out to be impossible before anything was sent. */
  unsent: Step[];
}

async function runStage(steps: Step[], stage: StageInput): Promise<Outcome[]> {
  const running = await Promise.all(steps.map((step) => begin(step, stage)));
  stage.unsent.push(...running.filter(({ hasSent }) => !hasSent).map(({ step }) => step));
  return Promise.all(running.map((begun) => end(begun, stage.input)));
}

interface Begun {
  step: Step;
  context: ApplyContext | null;
  acted: Done | Failure;
  startedAt: number;
  /** A request that changes something has left for it, which counts in the hour, whatever comes of it (I-23). */
  hasSent: boolean;
}

async function begin(step: Step, { plan, input, lease, undone }: StageInput): Promise<Begun> {
  const startedAt = input.runtime.now();
  const begun = { step, context: null, startedAt, hasSent: false };
  const earlier = undone.filter((one) => holdsBack(one.step, step));
  if (earlier.length > 0) return { ...begun, acted: heldBackBy(earlier) };
  if (isTooOld(plan, input)) return { ...begun, acted: failure('blocked', tooOld) };
  const due = dueWrite(step.risk === 'additive' ? null : lease, () => isTooOld(plan, input), input.runtime.now);
  let hasSent = false;
  const clients = input.clientsUnder(async (url, init) => {
    await due.check(url, init);
    hasSent = true;
  });
  const context = { ...input, clients, requestId: step.requestId, lease: due.lease };
  const acted = await actOnRecord(step, context).catch(failureOf);
  return { ...begun, context, acted, hasSent };
}

/** I-30: the intent is on record before anything is sent; where it cannot be, nothing is. */
async function actOnRecord({ kind, target, why, action, requestId }: Step, context: ApplyContext): Promise<Done> {
  context.log.info('intent', { kind, target, why, action: loggableAction(action), requestId });
  return act(action, context);
}

async function end({ step, context, acted, startedAt }: Begun, input: ApplyInput): Promise<Outcome> {
  const result = context && 'undo' in acted ? await verify(step.action, context, acted).catch(failureOf) : acted;
  return onRecord(step, { ...outcomeOf(step, result), startedAt, finishedAt: input.runtime.now() }, input);
}

/** What was asked for and not begun is in the ledger, too. */
function withhold(step: Step, because: string, input: ApplyInput): Outcome {
  return onRecord(step, outcomeOf(step, failure('blocked', because)), input);
}

function onRecord(step: Step, outcome: Outcome, { log }: ApplyInput): Outcome {
  log.info('outcome', { ...outcome, requestId: step.requestId });
  return outcome;
}

interface Failure {
  state: 'failed' | 'blocked' | 'waiting';
  because: string;
  isForPerson?: boolean;
}

/** I-19: asked before every step and every write, since a step may wait for minutes, and the process be frozen in it. */
function isTooOld({ observedAt, expiresAt }: Plan, { runtime }: ApplyInput): boolean {
  return runtime.now() > expiresAt || runtime.now() < observedAt;
}

function failure(state: Failure['state'], because: string): Failure {
  return { state, because };
}

/** For a person when all that holds it back is: what else holds it back may be over in a moment. */
function heldBackBy(earlier: Undone[]): Failure {
  const isForPerson = earlier.every((one) => one.isForPerson);
  return { ...failure('blocked', 'an earlier step for it is not done'), isForPerson };
}

/** Held back on purpose, or not possible yet: neither is a failure of the step. */
function failureOf(error: unknown): Failure {
  if (error instanceof RefusedError) return failure('blocked', error.message);
  return failure('failed', messageOf(error));
}

function outcomeOf({ kind, target, why, rule }: Step, result: Done | Failure): Outcome {
  const { state, because, isForPerson = false } = result;
  return {
    state,
    kind,
    target,
    why,
    rule,
    because,
    isForPerson,
    startedAt: null,
    finishedAt: null,
    undo: 'undo' in result ? result.undo : null,
  };
}
