import { withoutField } from '../model/applicable.ts';
import type { IgnoreRule } from '../model/cluster.ts';
import type { Declared } from '../model/declared.ts';
import { type Finding, finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import type { Scope } from '../model/scope.ts';

/**
 * C-11: what a rule of `spec.ignore` names is right as it is: not reported, and repaired by nobody. What is unknown stays
 * unknown. An expired rule ignores nothing; it and one that no finding needs are told, as far as everything was looked at.
 */
export function ignoreKnown(findings: Finding[], declared: Declared, { live, concern }: Looked): Finding[] {
  const rules = declared.cluster.spec.ignore;
  const matching = rules.map((rule) => findings.filter((one) => isAbout(rule, one)));
  const ignored = new Set(matching.flatMap((found, index) => (isExpired(rules[index], live) ? [] : found)));
  const kept = findings.filter((one) => !ignored.has(one)).map((one) => sparing(one, ignored));
  if (concern !== 'everything') return kept;
  const told = rules.flatMap((rule, index) => {
    if (isExpired(rule, live)) return [aboutRule(declared, index, expiredWhy(rule, matching[index]?.length ?? 0))];
    const isUnused = matching[index]?.length === 0 && live.gaps.length === 0;
    return isUnused ? [aboutRule(declared, index, unusedWhy(rule))] : [];
  });
  return [...kept, ...told];
}

/** An apply writes the whole object; what of it is ignored is left out, so that it stays as it is. */
function sparing(one: Finding, ignored: ReadonlySet<Finding>): Finding {
  const { action, subject } = one;
  if (action?.kind !== 'apply-object') return one;
  const paths = [...ignored].filter((other) => other.subject === subject && other.action).map(({ path }) => path);
  const inList = paths.find((path) => path === '' || /[[\]"]/.test(path));
  if (inList !== undefined) {
    const blockedBy = `\`${inList}\` is ignored, and an apply would bring it about, too: change the rest by hand`;
    return { ...one, blockedBy: one.blockedBy ?? blockedBy };
  }
  return { ...one, action: { ...action, object: paths.reduce(withoutField, action.object) } };
}

interface Looked {
  live: Live;
  concern: Scope['concern'];
}

function isAbout({ subject, path }: IgnoreRule, one: Finding): boolean {
  if (one.outcome !== 'drift' || !matches(subject, one.subject)) return false;
  return path === undefined || matches(path, one.path);
}

/** `*` stands for any number of characters, every other one for itself. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  if (parts.length === 0) return pattern === text;
  const last = parts.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** `until` is its last day, wherever in the world that day ends last: a rule is never over too early. */
function isExpired(rule: IgnoreRule | undefined, { observedAt }: Live): boolean {
  return rule !== undefined && observedAt >= Date.parse(`${rule.until}T12:00:00Z`) + 24 * 3_600_000;
}

function aboutRule({ cluster, source, locate }: Declared, index: number, why: string): Finding {
  const path = `spec.ignore[${index}]`;
  return finding({
    severity: 'warning',
    subject: `Cluster/${cluster.metadata.name}`,
    path,
    declared: cluster.spec.ignore[index]?.subject ?? null,
    why,
    rule: 'C-11',
    source: locate?.(path) ?? source,
  });
}

function expiredWhy({ subject, until, owner, reason }: IgnoreRule, found: number): string {
  const back = found > 0 ? 'what it ignored is reported again' : 'and there is nothing left that it would ignore';
  return `the ignore rule for \`${subject}\` (${reason}) ended on ${until}: ${back}; ask ${owner} to renew or remove it`;
}

function unusedWhy({ subject, path, owner, reason }: IgnoreRule): string {
  const where = path === undefined ? subject : `${subject} ${path}`;
  return `the ignore rule for \`${where}\` (${reason}) matches nothing any more; ask ${owner} to remove it`;
}
