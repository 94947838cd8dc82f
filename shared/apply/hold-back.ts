import type { Step } from '../model/plan.ts';
import { referencePath } from '../model/reference.ts';

/** A disk that is read by all is brought to each VM by itself; what it leaves, and what it says of itself, concerns all. */
export function holdsBack(earlier: Step, step: Step): boolean {
  if (earlier.target !== step.target) return false;
  if (earlier.kind === 'label-node') return step.kind !== 'mount-disk';
  const isOfOne = earlier.kind === 'attach-disk' || earlier.kind === 'mount-disk';
  return !isOfOne || vmOf(earlier) === vmOf(step) || vmOf(step) === null;
}

function vmOf({ action }: Step): string | null {
  return 'instance' in action ? referencePath(action.instance.reference) : null;
}
