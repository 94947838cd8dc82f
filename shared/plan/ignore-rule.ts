import type { IgnoreRule } from '../model/cluster.ts';
import type { Finding } from '../model/finding.ts';

/** Whether a finding is at the place that the rule names. */
export function isNamedBy({ subject, path }: IgnoreRule, one: Pick<Finding, 'subject' | 'path'>): boolean {
  if (!matches(subject, one.subject)) return false;
  return path === undefined || matches(path, one.path);
}

/** `*` stands for any number of characters, every other one for itself. */
export function matches(pattern: string, text: string): boolean {
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
export function isExpired(rule: IgnoreRule, observedAt: number): boolean {
  return observedAt >= Date.parse(`${rule.until}T12:00:00Z`) + 24 * 3_600_000;
}
