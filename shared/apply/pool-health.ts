import pLimit, { type LimitFunction } from 'p-limit';
import { messageOf } from '../errors.ts';
import type { InstanceIdentity } from '../model/action.ts';
import type { Outcome, Plan, Step } from '../model/plan.ts';
import { type Reference, referencePath } from '../model/reference.ts';
import type { ApplyInput } from './apply.ts';
import { readPool } from './pool-state.ts';

const longestMilliseconds = 60_000;
const pollMilliseconds = 2000;
/** The API tells the health of one member at a time. */
const atOnce = 10;

/**
 * P-12: a member that never becomes HEALTHY is no repair. Asked once for each VM and health check, whatever the number
 * of pools: the check is the same machine knocking at the same door. Outside the Lease, and it changes no outcome but
 * its words.
 */
export async function awaitHealth(plan: Plan, outcomes: Outcome[], input: ApplyInput): Promise<Outcome[]> {
  const added = plan.actions.filter((step) => step.kind === 'add-pool-members' && isDone(step, outcomes));
  const words = new Map<string, Promise<string>>();
  const limit = pLimit(atOnce);
  // Who has something else to wait for looks once and goes on: the disk of a node matters more than this answer.
  const patience = plan.waiting.length > 0 ? 0 : longestMilliseconds;
  const said = await Promise.all(added.map((step) => healthOf(step, { input, words, limit, patience })));
  const byTarget = new Map(added.map((step, index) => [step.target, said[index] ?? null]));
  for (const [target, health] of byTarget) input.log.info('health', { target, health });
  return outcomes.map((outcome) =>
    outcome.kind === 'add-pool-members' && outcome.state === 'done'
      ? { ...outcome, because: byTarget.get(outcome.target) ?? outcome.because, finishedAt: input.runtime.now() }
      : outcome,
  );
}

function isDone({ target, kind }: Step, outcomes: Outcome[]): boolean {
  return outcomes.some((outcome) => outcome.target === target && outcome.kind === kind && outcome.state === 'done');
}

interface Asking {
  input: ApplyInput;
  words: Map<string, Promise<string>>;
  limit: LimitFunction;
  /** Milliseconds. */
  patience: number;
}

async function healthOf({ action }: Step, { input, words, limit, patience }: Asking): Promise<string | null> {
  if (action.kind !== 'add-pool-members') return null;
  try {
    const { healthChecks } = await readPool(action.pool, input);
    const [check] = healthChecks;
    if (!check) return 'the pool has no health check, so traffic goes to every member';
    const asked = action.instances.map((instance) => {
      const key = `${check} ${referencePath(instance.reference)}`;
      if (!words.has(key)) words.set(key, untilHealthy({ pool: action.pool, instance, limit, patience }, input));
      return words.get(key) as Promise<string>;
    });
    return [...new Set(await Promise.all(asked))].join('; ');
  } catch (error) {
    return `its health could not be read: ${messageOf(error)}`;
  }
}

interface Patient {
  pool: Reference;
  instance: InstanceIdentity;
  limit: LimitFunction;
  patience: number;
}

async function untilHealthy(one: Patient, { clients, runtime }: ApplyInput): Promise<string> {
  const { pool, instance, limit, patience } = one;
  const began = runtime.now();
  for (;;) {
    const state = await limit(() => readHealth(pool, instance, clients)).catch((error: unknown) => messageOf(error));
    const seconds = Math.round((runtime.now() - began) / 1000);
    if (state === 'HEALTHY') return `HEALTHY after ${seconds} s`;
    if (state === null) return 'no forwarding rule sends traffic to the pool yet, so there is no health to read';
    if (runtime.now() - began >= patience) return `${instance.reference.name} is ${state} after ${seconds} s`;
    await runtime.sleep(pollMilliseconds);
  }
}

/** HEALTHY only when every address that leads to the pool says so; `null` without one. */
async function readHealth(
  pool: Reference,
  { reference }: InstanceIdentity,
  clients: ApplyInput['clients'],
): Promise<string | null> {
  const [answer] = await clients.compute.targetPools().getHealth({
    project: pool.project,
    region: pool.location,
    targetPool: pool.name,
    instanceReferenceResource: { instance: referencePath(reference) },
  });
  const states = (answer.healthStatus ?? []).map(({ healthState }) => String(healthState));
  return states.find((state) => state !== 'HEALTHY') ?? states[0] ?? null;
}
