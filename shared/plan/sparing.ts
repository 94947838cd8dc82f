import type { Finding } from '../model/finding.ts';

/**
 * C-11, C-18: some of what the step and the command would write is to stay as it is. An apply spares it; what cannot is
 * not done (a part of a patch could open more than the whole, I-16), and a person is shown no line that would write it.
 */
export function sparing(one: Finding, paths: string[], what: string): Finding {
  const { action, whole, why, blockedBy } = one;
  if (!whole || paths.length === 0) return one;
  const reason = `${whole.by} would change ${what}, too (\`${paths.join('`, `')}\`)`;
  const told = { ...one, why: `${why}; ${reason}`, command: whole.look };
  if (!action) return told;
  if (action.kind !== 'apply-object' || paths.some(isInList))
    return { ...told, blockedBy: blockedBy ?? `${reason}: change the rest by hand` };
  const isDone = blockedBy === null ? ', which Underpin spares' : '';
  return { ...told, why: told.why + isDone, action: { ...action, spared: [...(action.spared ?? []), ...paths] } };
}

function isInList(path: string): boolean {
  return /[[\]"]/.test(path);
}
