import type { z } from 'zod';
import type { DeclarationProblem } from '../model/declared.ts';
import { didYouMean } from './did-you-mean.ts';
import { shown } from './problems.ts';
import { keysAt } from './schema-keys.ts';
import type { ParsedDocument } from './yaml.ts';

type Issue = z.core.$ZodIssue;
type Path = PropertyKey[];
export type Strict<T> = { value: T; problems: null } | { value: null; problems: DeclarationProblem[] };

/** A declaration by its schema, or all that is wrong with it, each at its line, with what is known instead. */
export function readStrict<T>(schema: z.ZodType<T>, document: ParsedDocument): Strict<T> {
  const result = schema.safeParse(document.value, { reportInput: true });
  if (result.success) return { value: result.data, problems: null };
  const told = result.error.issues.flatMap((issue) => tell(issue, [], { schema, value: document.value }));
  const problems = told
    .filter(isNews)
    .map(({ path, message }) => ({ source: document.locate(pathText(path)), message }));
  return { value: null, problems };
}

interface Told {
  path: Path;
  message: string;
  isMissing?: boolean;
}

/** What is missing under its own name, and is there under one like it, is said once. */
function isNews({ path, isMissing }: Told, _index: number, all: Told[]): boolean {
  const name = `did you mean \`${String(path.at(-1))}\`?`;
  const place = pathText(path.slice(0, -1));
  return (
    !isMissing || !all.some((other) => pathText(other.path.slice(0, -1)) === place && other.message.includes(name))
  );
}

interface Subject {
  schema: z.ZodType;
  value: unknown;
}

function tell(issue: Issue, above: Path, subject: Subject): Told[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], subject));
  if (issue.code === 'invalid_union') return tellUnion(issue, path, subject);
  const value = valueAt(subject.value, path);
  const where = path.length === 0 ? 'the document' : `\`${pathText(path)}\``;
  if (value === undefined) return [{ path, message: `${where} is missing: ${expectation(issue)}`, isMissing: true }];
  return [{ path, message: `${where} is ${shown(value)}: ${expectation(issue)}${nearest(issue, value)}` }];
}

/** The form that fits best speaks; when several fit alike, the union's own words say what it takes. */
function tellUnion(issue: Issue & { code: 'invalid_union' }, path: Path, subject: Subject): Told[] {
  const known = keysAt(subject.schema, path);
  const value = valueAt(subject.value, path);
  const unknown = known.length > 0 && isObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : [];
  if (unknown.length > 0) return unknown.map((key) => unknownKey([...path, key], subject));
  const best = bestForm(issue.errors);
  if (best !== undefined) return best.flatMap((inner) => tell(inner, path, subject));
  const received = value === undefined ? 'is missing' : `is ${shown(value)}`;
  return [{ path, message: `\`${pathText(path)}\` ${received}: ${issue.message}` }];
}

/** The one form that was meant, by the keys that are there and the kind of the value; none when that is open. */
function bestForm(forms: Issue[][]): Issue[] | undefined {
  const [best, second] = forms
    .filter((errors) => errors.length > 0)
    .toSorted((one, other) => misfit(one) - misfit(other));
  if (best === undefined || (second !== undefined && misfit(second) <= misfit(best))) return undefined;
  const isOwnKey = ({ code, path }: Issue) => code === 'invalid_type' && path.length === 1;
  const isMissedByAll = (key: Issue) =>
    forms.every((errors) => errors.some((other) => isOwnKey(other) && other.path[0] === key.path[0]));
  const isOpen = best.some(
    (error) => isOtherKind(error) || (isOwnKey(error) && isMissing(error) && !isMissedByAll(error)),
  );
  return isOpen ? undefined : best;
}

function isOtherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function isMissing(error: Issue): boolean {
  return error.code === 'invalid_type' && error.input === undefined;
}

/** A key that is missing or not known, or another kind of value, speaks against a form; a wrong value less so. */
function misfit(errors: Issue[]): number {
  return errors.reduce((sum, error) => {
    if (isOtherKind(error)) return sum + 100;
    return sum + (error.code === 'unrecognized_keys' || (isMissing(error) && error.path.length === 1) ? 10 : 1);
  }, 0);
}

function unknownKey(path: Path, { schema }: Subject): Told {
  const key = String(path.at(-1));
  const known = keysAt(schema, path.slice(0, -1));
  const hint = didYouMean(key, known) || `: known here are ${known.map((name) => `\`${name}\``).join(', ')}`;
  return { path, message: `unknown key \`${key}\`${hint}` };
}

const articles: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return `expected ${articles[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value')
    return `expected ${issue.values.map((value) => `\`${String(value)}\``).join(' or ')}`;
  if (issue.code === 'invalid_format' && !issue.message.startsWith('Invalid')) return `expected ${issue.message}`;
  if (issue.code === 'too_big' && issue.origin === 'number') return `expected ${issue.maximum} at most`;
  if (issue.code === 'too_small' && issue.origin === 'number') return `expected ${issue.minimum} at least`;
  return issue.message;
}

function nearest(issue: Issue, value: unknown): string {
  return issue.code === 'invalid_value' ? didYouMean(String(value), issue.values.map(String)) : '';
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, key) => (isObject(found) && Object.hasOwn(found, key) ? found[String(key)] : undefined),
    value,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function pathText(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
