import { digestOf } from '../model/digest.ts';
import { loggableAction } from '../model/loggable-action.ts';
import type { Plan, Step } from '../model/plan.ts';

/** What is different between the plan that somebody read and the one that would be made now, a line each. */
export function whatMoved(read: Plan, fresh: Plan): string[] {
  const [before, after] = [stepsOf(read), stepsOf(fresh)];
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, step]) => `no longer: ${lineOf(step)}`);
  const added = [...after].filter(([key]) => !before.has(key)).map(([, step]) => `new: ${lineOf(step)}`);
  const changed = [...after].flatMap(([key, step]) => changeOf(before.get(key), step));
  const moved = [...gone, ...added, ...changed];
  return moved.length > 0 ? moved : blockedChanges(read, fresh);
}

type Told = Omit<Step, 'requestId'> & { blockedBy?: string };

/** By what is done to what; of several alike, in their order. */
function stepsOf({ actions, blocked }: Plan): Map<string, Told> {
  const seen = new Map<string, number>();
  return new Map(
    [...actions, ...blocked].map((step) => {
      const key = `${step.kind} ${step.target}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return [`${key} ${count}`, step];
    }),
  );
}

function changeOf(before: Told | undefined, after: Told): string[] {
  if (!before) return [];
  if (before.why !== after.why) return [`changed: ${lineOf(after)}; it was: ${before.why}`];
  if ((before.blockedBy ?? null) !== (after.blockedBy ?? null)) {
    return [`changed: ${lineOf(after)}; ${after.blockedBy ? `now blocked: ${after.blockedBy}` : 'no longer blocked'}`];
  }
  if (digestOf(loggableAction(before.action)) === digestOf(loggableAction(after.action))) return [];
  return [`changed: ${lineOf(after)}; what it would act on is no longer the same`];
}

function lineOf({ kind, target, why }: Told): string {
  return `${kind} ${target} (${why})`;
}

function blockedChanges(read: Plan, fresh: Plan): string[] {
  return read.hash === fresh.hash ? [] : ['what the plan is made from has changed, though its steps read the same'];
}
