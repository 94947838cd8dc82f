import { isObject } from './entry.ts';
import type { Operator, Query } from './query.ts';

type Comparison = Extract<Query, { kind: 'compare' }>;

/** Text is compared without regard to case, except by patterns; severities by rank, times as times. */
export function compareWith({ path, operator, value, quoted }: Comparison, found: readonly unknown[]): boolean {
  if (operator === ':' && value === '*' && !quoted) return found.length > 0;
  if (operator === '!=' || operator === '!~')
    return found.length > 0 && !found.some((one) => holdsFor(one, positive[operator], value));
  if (path.length === 1 && path[0]?.toLowerCase() === 'severity')
    return found.some((one) => compareSeverity(one, operator, value));
  return found.some((one) => holdsFor(one, operator, value));
}

const positive = { '!=': '=', '!~': '=~' } as const;

function holdsFor(found: unknown, operator: Operator, value: string): boolean {
  if (operator === ':') return has(found, value);
  if (Array.isArray(found) || isObject(found)) return false;
  if (operator === '=~') return patternOf(value).test(String(found));
  return byOrder[operator]?.(order(found, value)) ?? false;
}

function has(found: unknown, value: string): boolean {
  if (isObject(found)) return Object.keys(found).some((key) => key.toLowerCase() === value.toLowerCase());
  if (typeof found === 'number' || typeof found === 'boolean') return String(found) === value.toLowerCase();
  return String(found).toLowerCase().includes(value.toLowerCase());
}

const byOrder: Partial<Record<Operator, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

/** Negative, zero or positive; NaN, which no operator meets, for what cannot be compared. */
function order(found: unknown, value: string): number {
  if (typeof found === 'number') return found - Number(value);
  if (typeof found === 'boolean') return Number(found) - ({ true: 1, false: 0 }[value.toLowerCase()] ?? Number.NaN);
  const text = String(found);
  if (isTime(text) && isTime(value)) return Date.parse(text) - Date.parse(value);
  const [one, other] = [text.toLowerCase(), value.toLowerCase()];
  return one < other ? -1 : Number(one > other);
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d.*)?$/.test(text) && !Number.isNaN(Date.parse(text));
}

const severities = ['DEFAULT', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'];

function compareSeverity(found: unknown, operator: Operator, value: string): boolean {
  const rank = rankOf(value);
  if (rank < 0 || operator === ':' || operator === '=~') return holdsFor(found, operator, value);
  return byOrder[operator]?.(rankOf(String(found)) - rank) ?? false;
}

function rankOf(severity: string): number {
  const asNumber = /^\d+$/.test(severity) ? Number(severity) / 100 : -1;
  return Math.max(asNumber, severities.indexOf(severity.toUpperCase()));
}

/** RE2 writes flags in front of the pattern: `(?i)preempted`. */
export function patternOf(text: string): RegExp {
  const flags = /^\(\?([imsU]+)\)/.exec(text);
  return flags ? new RegExp(text.slice(flags[0].length), flags[1]?.replace('U', '')) : new RegExp(text);
}
