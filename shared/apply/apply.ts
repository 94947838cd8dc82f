import type { Clients } from '../clients.ts';
import { messageOf, RefusedError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Declared } from '../model/declared.ts';
import type { Outcome, Plan, Step } from '../model/plan.ts';
import { stageOfKind } from '../plan/order.ts';
import type { Runtime } from '../runtime.ts';
import { act, verify } from './actions.ts';
import type { ApplyContext, Done } from './context.ts';
import { acquireLease, type Lease } from './lease.ts';
import { awaitHealth } from './pool-health.ts';

export interface ApplyInput {
  declared: Declared;
  clients: Clients;
  runtime: Runtime;
  log: Log;
  holder: string;
  mountImage: string | null;
}

/**
 * Does what the plan says and nothing else, stage by stage; the steps of one stage go side by side. A step that fails
 * holds back the later steps of its target, and nothing else.
 */
export async function apply(plan: Plan, input: ApplyInput): Promise<Outcome[]> {
  if (input.runtime.now() > plan.expiresAt) {
    return plan.actions.map((step) =>
      outcomeOf(step, { state: 'blocked', because: 'the plan is older than 5 minutes (I-19)' }),
    );
  }
  const lease = lazyLease(plan, input);
  const outcomes: Outcome[] = [];
  for (const stage of stagesOf(plan.actions)) {
    const held = new Set(outcomes.filter(({ state }) => state !== 'done').map(({ target }) => target));
    outcomes.push(...(await runStage(stage, { input, lease, held })));
  }
  await lease.release();
  return awaitHealth(plan, outcomes, input);
}

function stagesOf(steps: Step[]): Step[][] {
  return [...Map.groupBy(steps, ({ kind }) => stageOfKind(kind))]
    .toSorted(([one], [other]) => one - other)
    .map(([, stage]) => stage);
}

interface StageInput {
  input: ApplyInput;
  lease: LazyLease;
  /** Targets with an earlier step that is not done. */
  held: Set<string>;
}

async function runStage(steps: Step[], stage: StageInput): Promise<Outcome[]> {
  const running = await Promise.all(steps.map((step) => begin(step, stage)));
  return Promise.all(
    running.map(({ step, context, acted, startedAt }) => end(step, { context, acted, startedAt }, stage.input)),
  );
}

interface Begun {
  context: ApplyContext | null;
  acted: Done | Failure;
  startedAt: number;
}

/** I-30: the intent is on record before anything is sent. */
async function begin(step: Step, { input, lease, held }: StageInput): Promise<Begun & { step: Step }> {
  const startedAt = input.runtime.now();
  const facts = { kind: step.kind, target: step.target, why: step.why, action: step.action, requestId: step.requestId };
  if (held.has(step.target))
    return { step, context: null, startedAt, acted: failure('blocked', 'an earlier step for it is not done') };
  try {
    const context = {
      ...input,
      requestId: step.requestId,
      lease: step.risk === 'additive' ? null : await lease.acquire(),
    };
    input.log.info('intent', facts);
    return { step, context, startedAt, acted: await act(step.action, context) };
  } catch (error) {
    return { step, context: null, startedAt, acted: failureOf(error) };
  }
}

async function end(step: Step, { context, acted, startedAt }: Begun, { runtime, log }: ApplyInput): Promise<Outcome> {
  const result = context && 'undo' in acted ? await verify(step.action, context, acted).catch(failureOf) : acted;
  const outcome = { ...outcomeOf(step, result), startedAt, finishedAt: runtime.now() };
  log.info('outcome', { ...outcome, requestId: step.requestId });
  return outcome;
}

interface Failure {
  state: 'failed' | 'blocked' | 'waiting';
  because: string;
}

function failure(state: Failure['state'], because: string): Failure {
  return { state, because };
}

/** Held back on purpose, or not possible yet: neither is a failure of the step. */
function failureOf(error: unknown): Failure {
  if (error instanceof RefusedError) return failure('blocked', error.message);
  return failure('failed', messageOf(error));
}

function outcomeOf({ kind, target, why, rule }: Step, result: Done | Failure): Outcome {
  const { state, because } = result;
  return {
    state,
    kind,
    target,
    why,
    rule,
    because,
    startedAt: null,
    finishedAt: null,
    undo: 'undo' in result ? result.undo : null,
  };
}

interface LazyLease {
  acquire(): Promise<Lease>;
  release(): Promise<void>;
}

/** Taken with the first step that needs it, once; what keeps it from being taken blocks each of those steps. */
function lazyLease({ cluster }: Plan, { clients, holder, log }: ApplyInput): LazyLease {
  let taken: Promise<Lease> | undefined;
  const acquire = async () => {
    const lease = await acquireLease(await clients.kubernetes(), { cluster, holder });
    log.info('lease taken', { cluster, epoch: lease.epoch });
    return lease;
  };
  return {
    acquire: () => {
      taken ??= acquire();
      return taken.catch((error: unknown) => {
        throw new RefusedError(messageOf(error), 503, { cause: error });
      });
    },
    release: async () => {
      const lease = await taken?.catch(() => undefined);
      await lease
        ?.release()
        .catch((error: unknown) =>
          log.warning('the Lease was not given back; it expires', { error: messageOf(error) }),
        );
    },
  };
}
