import type { Step } from '../model/plan.ts';
import { referencePath } from '../model/reference.ts';

/** A disk that is read by all is brought to each VM by itself; what it leaves, and what it says of itself, concerns all. */
export function holdsBack(earlier: Step, step: Step): boolean {
  if (earlier.target !== step.target) return false;
  if (earlier.kind === 'label-node') return step.kind !== 'mount-disk';
  const { action } = earlier;
  const isOfOne = action.kind === 'attach-disk' || action.kind === 'mount-disk';
  if (!isOfOne || vmOf(earlier) === vmOf(step)) return true;
  // Whom a disk does not reach that all read keeps nobody off the node's own disk elsewhere.
  const { mode } = action.kind === 'attach-disk' ? action : action.mount;
  return vmOf(step) === null && !(step.kind === 'restart-pod' && mode === 'READ_ONLY');
}

function vmOf({ action }: Step): string | null {
  return 'instance' in action ? referencePath(action.instance.reference) : null;
}
