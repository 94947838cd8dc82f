import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Comparator, Expression } from './filter-parser.ts';

export function holds(expression: Expression, item: JsonObject): boolean {
  if (expression.kind === 'all') return expression.parts.every((part) => holds(part, item));
  if (expression.kind === 'any') return expression.parts.some((part) => holds(part, item));
  if (expression.kind === 'not') return !holds(expression.part, item);
  const { field, comparator, value } = expression;
  const found = valuesAt(item, field.split('.'));
  if (comparator === '!=') return !found.some((one) => compare(one, '=', value));
  if (comparator === 'ne') return !found.some((one) => compare(one, 'eq', value));
  return found.some((one) => compare(one, comparator, value));
}

/** A path may lead through lists, whose items are then all looked at; keys of maps may hold dots. */
function valuesAt(value: Json | undefined, path: string[]): Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (!path.length) return [value];
  if (!isObject(value)) return [];
  const whole = value[path.join('.')];
  if (whole !== undefined) return valuesAt(whole, []);
  const [first = '', ...rest] = path;
  return valuesAt(value[first], rest);
}

function compare(found: Json, comparator: Comparator, wanted: string): boolean {
  const text = typeof found === 'object' ? JSON.stringify(found) : String(found);
  if (comparator === 'eq') return wholePattern(wanted).test(text);
  if (comparator === '=') return wildcard(wanted).test(text);
  if (comparator === ':')
    return wanted === '*' || (isObject(found) ? wanted in found : wildcard(`*${wanted}*`).test(text));
  return inOrder(text, comparator, wanted);
}

function inOrder(text: string, comparator: Comparator, wanted: string): boolean {
  const numbers = [Number(text), Number(wanted)];
  const [one, other] = numbers.some(Number.isNaN) ? [text, wanted] : numbers;
  if (one === undefined || other === undefined) return false;
  if (comparator === '<') return one < other;
  if (comparator === '<=') return one <= other;
  return comparator === '>' ? one > other : one >= other;
}

function wildcard(text: string): RegExp {
  const pattern = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`, 's');
}

/** RE2 writes flags at the front: `(?i)web.*`. */
function wholePattern(text: string): RegExp {
  const [, flags = '', pattern = text] = /^\(\?([is]+)\)(.*)$/s.exec(text) ?? [];
  return new RegExp(`^(?:${pattern})$`, flags);
}
