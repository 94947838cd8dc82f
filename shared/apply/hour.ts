import { digestOf } from '../model/digest.ts';
import type { Step } from '../model/plan.ts';
import { referencePath } from '../model/reference.ts';
import { togetherWith } from '../plan/order.ts';

/**
 * What was done in the last hour: seconds since the epoch by the API server's clock, to what, and the beginning of the step's
 * request id: of two runs that do the same in one second each has to find its own. Books of before have none.
 */
export type HourEntry = [seconds: number, key: string, by?: string];

export interface HourLimits {
  mutationsPerHour: number;
}

export interface Admission {
  admitted: Step[];
  /** What is held back, and why (I-23). */
  refused: { step: Step; because: string }[];
  entries: HourEntry[];
}

/** The breaker: one thing that is repaired again and again is not repaired by doing it once more. */
const timesAnHour = 3;
const hourSeconds = 3600;

/** Pure: which steps fit into the hour. Members of a pool count one by one, since a pool changes with every node. */
export function admitToHour(
  steps: Step[],
  past: HourEntry[],
  { nowSeconds, limits }: { nowSeconds: number; limits: HourLimits },
): Admission {
  const entries = past.filter(([seconds]) => nowSeconds - seconds < hourSeconds);
  const admission: Admission = { admitted: [], refused: [], entries };
  /** Places for what has to follow where a disk has begun to move, and why what has not begun does not go on. */
  const kept = new Set<Step>();
  const withheld = new Map<Step, string>();
  const refuse = (step: Step, because: string, rest: Step[] = []) => {
    admission.refused.push({ step, because });
    for (const one of rest) withheld.set(one, because);
  };
  for (const step of steps) {
    const because = withheld.get(step);
    if (because !== undefined) {
      refuse(step, because);
      continue;
    }
    const rest = kept.delete(step) ? [] : togetherWith(step, steps, limits.mutationsPerHour).slice(1);
    const inVain = rest.find((one) => split(one, entries, nowSeconds).tripped !== null);
    const { fit, tripped } = inVain ? { fit: null, tripped: step } : split(step, entries, nowSeconds);
    if (tripped) refuse(tripped, brokenBy(inVain), rest);
    if (!fit) continue;
    const room = limits.mutationsPerHour - entries.length - kept.size - rest.length;
    const [within, surplus] = cut(fit, room);
    if (surplus) {
      const used = entries.length + kept.size;
      refuse(
        surplus,
        `mutationsPerHour allows ${limits.mutationsPerHour}, and ${used} are used${needs(rest)} (I-23)`,
        rest,
      );
    }
    if (!within) continue;
    for (const one of rest) kept.add(one);
    admission.admitted.push(within);
    entries.push(...keysOf(within).map((key): HourEntry => [nowSeconds, key, writerOf(within)]));
  }
  return admission;
}

function brokenBy(following: Step | undefined): string {
  const what = following ? `what has to follow (${following.kind})` : 'the same repair';
  return `breaker: ${what} was made ${timesAnHour} times within the hour; look for who undoes it (I-23)`;
}

function needs(rest: Step[]): string {
  return rest.length > 0 ? `; with what has to follow, this takes ${rest.length + 1}` : '';
}

/** Pure: the entries less those of these steps. */
export function withoutSteps(entries: HourEntry[], steps: Step[]): HourEntry[] {
  const own = writtenFor(entries, steps);
  return entries.filter((entry) => !own.includes(entry));
}

/** Pure: those that these steps have in the book. */
export function writtenFor(entries: HourEntry[], steps: Step[]): HourEntry[] {
  const writers = steps.map(writerOf);
  return entries.filter(([, , by]) => by !== undefined && writers.includes(by));
}

function writerOf({ requestId }: Step): string {
  return requestId.slice(0, 8);
}

function split(step: Step, entries: HourEntry[], nowSeconds: number): { fit: Step | null; tripped: Step | null } {
  const keys = keysOf(step);
  // The pods of a controller share a key, and what one pass does to them is done once; the Lease lets one pass at a time.
  const isApart = step.kind === 'restart-pod';
  const times = (key: string) => {
    const seconds = entries.flatMap(([at, other]) => (other === key && !(isApart && at === nowSeconds) ? at : []));
    return isApart ? new Set(seconds).size : seconds.length;
  };
  const isTripped = (index: number) => times(keys[index] ?? '') >= timesAnHour;
  return { fit: partOf(step, (index) => !isTripped(index)), tripped: partOf(step, isTripped) };
}

/** A pool of a thousand members gets as many as there is room for; the rest waits for its hour. */
function cut(step: Step, room: number): [within: Step | null, surplus: Step | null] {
  return [partOf(step, (index) => index < room), partOf(step, (index) => index >= room)];
}

/** The step with those of its members alone; `null` where none is left. What has no members is taken whole. */
function partOf(step: Step, isIn: (index: number) => boolean): Step | null {
  const { action } = step;
  if (!('instances' in action)) return isIn(0) ? step : null;
  const instances = action.instances.filter((_, index) => isIn(index));
  return instances.length > 0 ? { ...step, action: { ...action, instances } } : null;
}

/** A VM is its id, not its name: a node that is replaced five times in an hour is five nodes (P-14). */
function keysOf({ kind, target, action }: Step): string[] {
  const key = (...words: (string | null)[]) => digestOf([kind, target, ...words]).slice(0, 10);
  if ('instances' in action) return action.instances.map(({ reference, id }) => key(referencePath(reference), id));
  if ('instance' in action) return [key(referencePath(action.instance.reference), action.instance.id)];
  if (action.kind === 'restart-pod') return [key(action.namespace, ownName(action.pod))];
  if (action.kind === 'label-node') return [key(action.uid, ...Object.keys(action.labels))];
  return [key()];
}

/** The next pod of the same controller is called otherwise in its last word alone, and it would be restarted without end. */
function ownName(pod: string): string {
  return pod.replace(/-[^-]+$/, '');
}
