import { type Action, riskOf } from '../model/action.ts';
import type { Declared } from '../model/declared.ts';
import { digestOf, uuidOf } from '../model/digest.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import type { BlockedStep, Plan, Step, WaitingStep } from '../model/plan.ts';
import { referencePath } from '../model/reference.ts';
import type { Scope } from '../model/scope.ts';
import { allowedFor, allowedIn } from './allowed.ts';
import { ignoreKnown } from './ignore.ts';
import { limitRemovals } from './limit.ts';
import { unlessMarked } from './marked.ts';
import { inOrder, togetherWith } from './order.ts';
import { rulesFor } from './rules/rules.ts';
import { select } from './select.ts';

/** I-19: what was planned from older facts is dropped. */
const validForMilliseconds = 5 * 60_000;

/** Declared and live state in, a complete plan out; pure. The same facts give the same hash. */
export function planFor(declared: Declared, live: Live, scope: Scope): Plan {
  const observed = declared.stacks.filter(({ spec }) => spec.mode === 'observe').map(({ name }) => name);
  const found = rulesFor(scope.concern).flatMap((rule) => rule(declared, live));
  const all = ignoreKnown(found, declared, { live, concern: scope.concern }).map((one) =>
    unlessMarked(allowedFor(observed, allowedIn(scope.concern, one), live), declared, live),
  );
  const findings = select(scope.only, limitRemovals(all, declared.cluster, live), { declared, live });
  const actionable = findings.filter(({ action, waitingFor }) => action && !waitingFor);
  const ready = inOrder(gather(actionable.filter(({ blockedBy }) => !blockedBy)));
  const { fit, surplus } = withinPass(ready, declared.cluster.spec.limits.mutationsPerPass);
  const blocked = inOrder([...actionable.filter(({ blockedBy }) => blockedBy).map(toBlocked), ...surplus]);
  const cluster = declared.cluster.metadata.name;
  const hash = digestOf({
    cluster,
    steps: ready.map(stepOf),
    blocked: blocked.map(({ action, blockedBy }) => ({ action, blockedBy })),
    seen: actionable.map(whatWasSeen).toSorted(),
  }).slice(0, 32);
  return {
    cluster,
    hash,
    observedAt: live.observedAt,
    expiresAt: live.observedAt + validForMilliseconds,
    // The time makes the ids of this pass its own: the API answers a repeated id with the first operation (P-16).
    actions: fit.map((one, index) => ({ ...stepOf(one), requestId: uuidOf(hash, live.observedAt, index) })),
    blocked,
    waiting: findings.flatMap(toWaiting),
    findings,
  };
}

/** I-19: an action that brings about what is declared is the same whatever it finds; who approves it saw one thing. */
function whatWasSeen({ subject, path, declared, live }: Finding): string {
  return digestOf({ subject, path, declared, live });
}

type Draft = Omit<Step, 'requestId'> & Pick<BlockedStep, 'command'>;

/** What is done needs no command; the hash of a plan is of what is done. */
function stepOf({ command: _, ...step }: Draft): Omit<Step, 'requestId'> {
  return step;
}

/** I-23: the surplus waits for the next pass, and says so, unless no pass would be large enough. */
function withinPass(steps: Draft[], most: number): { fit: Draft[]; surplus: BlockedStep[] } {
  const fit = new Set<Draft>();
  const surplus = new Map<Draft, BlockedStep>();
  for (const step of steps) {
    if (fit.has(step) || surplus.has(step)) continue;
    const together = togetherWith(step, steps, most);
    const isForNextPass = together.length <= most;
    const why = isForNextPass ? ' (I-23)' : `, and with what has to follow, this takes ${together.length} (I-23)`;
    const held = { blockedBy: `mutationsPerPass allows ${most}${why}`, isForNextPass, isForPerson: !isForNextPass };
    const hasRoom = fit.size + together.length <= most;
    for (const one of together)
      if (hasRoom) fit.add(one);
      else surplus.set(one, { ...one, ...held });
  }
  return { fit: steps.filter((step) => fit.has(step)), surplus: [...surplus.values()] };
}

const mostMembersPerCall = 1000;

/** P-15: one add and one remove for a pool, and one patch for a firewall, whatever the number of findings behind them. */
function gather(findings: Finding[]): Draft[] {
  const drafts: Draft[] = [];
  for (const one of findings) {
    const draft = toDraft(one);
    const same = drafts.find((other) => canJoin(other.action, draft.action));
    if (same) join(same, draft);
    else drafts.push(draft);
  }
  return drafts;
}

function canJoin(one: Action, other: Action): boolean {
  if (digestOf(one) === digestOf(other)) return true;
  if (!('instances' in one && 'instances' in other) || one.kind !== other.kind) return false;
  return referencePath(one.pool) === referencePath(other.pool) && one.instances.length < mostMembersPerCall;
}

function join(into: Draft, draft: Draft): void {
  into.command = [...new Set([into.command, draft.command])].filter(Boolean).join('\n') || null;
  if (!('instances' in into.action && 'instances' in draft.action)) {
    into.why = `${into.why}; ${draft.why}`;
    return;
  }
  into.action.instances.push(...draft.action.instances);
  into.why = `${into.why.replace(/; …$/, '')}; …`;
}

function toDraft({ action, subject, path, why, rule, command }: Finding): Draft {
  if (!action) throw new Error(`${subject} has no action`);
  return {
    kind: action.kind,
    target: subject,
    why: path ? `${path}: ${why}` : why,
    risk: riskOf[action.kind],
    rule,
    command,
    action: 'instances' in action ? { ...action, instances: [...action.instances] } : action,
  };
}

function toBlocked(one: Finding): BlockedStep {
  const { blockedBy, isForNextPass, isForPerson } = one;
  return { ...toDraft(one), blockedBy: blockedBy ?? '', isForNextPass, isForPerson };
}

function toWaiting({ subject, path, why, rule, waitingFor }: Finding): WaitingStep[] {
  return waitingFor ? [{ target: path ? `${subject} ${path}` : subject, why, rule, waitingFor }] : [];
}
