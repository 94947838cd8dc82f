import { digestOf } from '../model/digest.ts';
import type { Step } from '../model/plan.ts';
import { referencePath } from '../model/reference.ts';
import { formattingMountOf } from '../plan/order.ts';

/** What was done in the last hour: seconds since the epoch by the API server's clock, and to what. */
export type HourEntry = [seconds: number, key: string];

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
  /** Places that are kept for the mounts of disks that are attached before them (D-06). */
  const kept = new Set<Step>();
  for (const step of steps) {
    kept.delete(step);
    const { fit, tripped } = split(step, entries);
    if (tripped)
      admission.refused.push({
        step: tripped,
        because: `breaker: the same repair was made ${timesAnHour} times within the hour; look for who undoes it (I-23)`,
      });
    if (!fit) continue;
    const keys = keysOf(fit);
    const mount = formattingMountOf(step, steps);
    if (entries.length + kept.size + keys.length + (mount ? 1 : 0) > limits.mutationsPerHour) {
      admission.refused.push({
        step: fit,
        because: `mutationsPerHour allows ${limits.mutationsPerHour}, and ${entries.length} are used (I-23)`,
      });
      continue;
    }
    if (mount) kept.add(mount);
    admission.admitted.push(fit);
    entries.push(...keys.map((key): HourEntry => [nowSeconds, key]));
  }
  return admission;
}

/** Pure: the entries less the newest one of each thing these steps would have done. */
export function withoutSteps(entries: HourEntry[], steps: Step[]): HourEntry[] {
  const left = [...entries];
  for (const key of steps.flatMap(keysOf)) {
    const index = left.findLastIndex(([, other]) => other === key);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}

function split(step: Step, entries: HourEntry[]): { fit: Step | null; tripped: Step | null } {
  const isTripped = (key: string) => entries.filter(([, other]) => other === key).length >= timesAnHour;
  if (!('instances' in step.action))
    return isTripped(keysOf(step)[0] ?? '') ? { fit: null, tripped: step } : { fit: step, tripped: null };
  const { action } = step;
  const keys = keysOf(step);
  const pick = (wanted: boolean) => action.instances.filter((_, index) => isTripped(keys[index] ?? '') === wanted);
  const [bad, good] = [pick(true), pick(false)];
  return {
    fit: good.length > 0 ? { ...step, action: { ...action, instances: good } } : null,
    tripped: bad.length > 0 ? { ...step, action: { ...action, instances: bad } } : null,
  };
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
