import type { IgnoreRule } from '../model/cluster.ts';
import type { Declared } from '../model/declared.ts';
import { type Finding, finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import type { Scope } from '../model/scope.ts';
import { isExpired, isNamedBy, matches } from './ignore-rule.ts';
import { goesOn } from './order.ts';
import { sparing } from './sparing.ts';

/**
 * C-11: what a rule of `spec.ignore` names is right as it is: not reported, and repaired by nobody. What is unknown stays
 * unknown. An expired rule ignores nothing; it and one that no finding needs are told, as far as everything was looked at.
 */
export function ignoreKnown(findings: Finding[], declared: Declared, { live, concern }: Looked): Finding[] {
  const rules = declared.cluster.spec.ignore;
  const drift = findings.filter(({ outcome }) => outcome === 'drift');
  const matching = rules.map((rule) => drift.filter((one) => isNamedBy(rule, one)));
  const { observedAt } = live;
  const ignored = new Set(rules.flatMap((rule, index) => (isExpired(rule, observedAt) ? [] : (matching[index] ?? []))));
  const spared = findings.filter((one) => !ignored.has(one)).map((one) => besides(one, ignored));
  const kept = withoutMoves(spared, ignored);
  if (concern !== 'everything') return kept;
  const told = rules.flatMap((rule, index) => {
    const state = matching[index]?.length ? 'needed' : isUndecided(rule, findings, live) ? 'undecided' : 'unused';
    if (isExpired(rule, observedAt)) return [aboutRule(declared, rule, expiredWhy(rule, state))];
    return state === 'unused' ? [aboutRule(declared, rule, unusedWhy(rule))] : [];
  });
  return [...kept, ...told];
}

type State = 'needed' | 'undecided' | 'unused';

/** What it names may be there: of an object that could not be read, none of the fields was compared. */
function isUndecided({ subject }: IgnoreRule, findings: Finding[], { gaps }: Live): boolean {
  const unknown = findings.filter(({ outcome }) => outcome === 'unknown');
  return gaps.length > 0 || unknown.some((one) => matches(subject, one.subject));
}

/** What else a step or command would write of the subject is not brought about with it. */
function besides(one: Finding, ignored: ReadonlySet<Finding>): Finding {
  const others = [...ignored].filter(({ subject, path }) => subject === one.subject && one.whole?.paths.includes(path));
  return sparing(
    one,
    others.map(({ path }) => path),
    'what is ignored',
  );
}

/** A step that is not done, and why. */
interface Undone {
  step: Finding;
  why: string | null;
}

/** A disk moves as a whole: what comes before or after a step that is not done is not done either (I-08, D-06). */
function withoutMoves(findings: Finding[], ignored: ReadonlySet<Finding>): Finding[] {
  const undone = [...ignored].map(
    (step): Undone => ({ step, why: `\`${step.path}\` is ignored, and has to go with it` }),
  );
  for (let now = findings; ; ) {
    const next = now.map((one) => withoutMove(one, undone, now));
    const held = next.filter((one, index) => one !== now[index]);
    if (held.length === 0) return now;
    undone.push(...held.map((step) => ({ step, why: step.blockedBy })));
    now = next;
  }
}

/** It goes on with any of the steps after it: a disk that many read leaves its writer for those of them that get it. */
function withoutMove(one: Finding, undone: Undone[], all: Finding[]): Finding {
  const { action, subject } = one;
  if (!action || one.blockedBy) return one;
  const steps = all.filter((step) => step.subject === subject);
  const goesBefore = ({ action: next }: Finding) => next !== null && goesOn({ action }, { action: next });
  const comesAfter = ({ action: last }: Finding) => last !== null && goesOn({ action: last }, { action });
  const leadsOn = steps.some((step) => goesBefore(step) && !step.blockedBy);
  const other = undone.find(
    ({ step }) => step.subject === subject && (comesAfter(step) || (!leadsOn && goesBefore(step))),
  );
  return other ? { ...one, blockedBy: other.why } : one;
}

interface Looked {
  live: Live;
  concern: Scope['concern'];
}

/** Named by what it is about: its number moves with the rules before it (C-13). */
function aboutRule({ cluster, source, locate }: Declared, rule: IgnoreRule, why: string): Finding {
  const place = `spec.ignore[${cluster.spec.ignore.indexOf(rule)}]`;
  return finding({
    severity: 'warning',
    subject: `Cluster/${cluster.metadata.name}`,
    path: `spec.ignore[${placeOf(rule)}]`,
    declared: rule.subject,
    why,
    rule: 'C-11',
    source: locate?.(place) ?? source,
  });
}

const afterwards: Record<State, string> = {
  needed: 'what it ignored is reported again',
  undecided: 'whether what it ignored is still there could not be seen',
  unused: 'and there is nothing left that it would ignore',
};

function expiredWhy(rule: IgnoreRule, state: State): string {
  const { subject, until, owner, reason } = rule;
  return `the ignore rule for \`${subject}\` (${reason}) ended on ${until}: ${afterwards[state]}; ask ${owner} to renew or remove it`;
}

function unusedWhy(rule: IgnoreRule): string {
  const { owner, reason } = rule;
  return `the ignore rule for \`${placeOf(rule)}\` (${reason}) matches nothing any more; ask ${owner} to remove it`;
}

function placeOf({ subject, path }: IgnoreRule): string {
  return path === undefined ? subject : `${subject} ${path}`;
}
