import { z } from 'zod';
import type { Part, RepairRequest } from '../model/scope.ts';
import { quote } from './foreign.ts';

export interface RequestError {
  /** `scope.pool`; empty for the body as a whole. */
  field: string;
  message: string;
}

const named = (pattern: RegExp, words: string) => z.string().regex(pattern, words);
const name = named(
  /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
  'a name of lower-case letters, digits and dashes, 63 at most',
);
const nodeName = named(
  /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/,
  'the name of a node, as `kubectl get nodes` shows it',
);
const stackName = named(
  /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  'the name of a stack: the value of its `app` label',
);
const hash = named(/^[A-Za-z0-9][-A-Za-z0-9_:]{5,127}$/, 'the `hash` of a plan, as the plan gave it');

const part = z
  .strictObject({
    node: nodeName.optional(),
    pool: name.optional(),
    disk: name.optional(),
    stack: stackName.optional(),
  })
  .refine(
    (only) => Object.keys(only).length === 1,
    'name exactly one of node, pool, disk, stack; leave scope out for the whole cluster',
  );

/** The body of manual-repair; its OpenAPI description comes from here too. */
export const requestSchema = z
  .strictObject({ cluster: name, scope: part.optional(), apply: z.boolean().default(false), plan: hash.optional() })
  .refine(({ apply, plan }) => !apply || plan !== undefined, {
    path: ['plan'],
    message: 'apply needs the hash of the plan to apply: ask for a plan first',
  })
  .refine(({ apply, plan }) => apply || plan === undefined, {
    path: ['plan'],
    message: 'a hash is only used to apply: add `"apply": true`, or leave it out to plan',
  });

/** Takes the parsed body of a request; says which field is wrong and what belongs there. */
export function readRequest(body: unknown): RepairRequest | { error: RequestError } {
  const result = requestSchema.safeParse(body);
  if (!result.success) return { error: tell(result.error.issues[0], body) };
  const { cluster, scope, apply, plan } = result.data;
  const only = Object.entries(scope ?? {}).map(([kind, value]) => ({ [kind]: value }) as Part)[0];
  return {
    scope: { cluster, ...(only ? { only } : {}), concern: 'everything', mode: apply ? 'apply' : 'plan' },
    plan: plan ?? null,
  };
}

function tell(issue: z.core.$ZodIssue | undefined, body: unknown): RequestError {
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === 'unrecognized_keys') return tellUnknownKey(path, issue.keys[0] ?? '');
  const field = path.join('.');
  if (field === '')
    return { field, message: `the body must be a JSON object such as {"cluster": "home"}; received ${kindOf(body)}` };
  return { field, message: messageOf(issue, valueUnder(body, path)) };
}

function messageOf(issue: z.core.$ZodIssue | undefined, received: unknown): string {
  if (issue?.code === 'custom') return issue.message;
  const wanted = issue?.code === 'invalid_type' ? `the type ${issue.expected}` : (issue?.message ?? 'something else');
  return `expected ${wanted}; received ${inWords(received)}`;
}

function inWords(received: unknown): string {
  const isSimple = ['string', 'number', 'boolean'].includes(typeof received);
  return isSimple ? `\`${quote(JSON.stringify(received))}\`` : kindOf(received);
}

function tellUnknownKey(path: string[], key: string): RequestError {
  const known = path.length === 0 ? ['cluster', 'scope', 'apply', 'plan'] : ['node', 'pool', 'disk', 'stack'];
  return {
    field: [...path, quote(key)].join('.'),
    message: `not a field of the request; known are ${known.join(', ')}`,
  };
}

function valueUnder(body: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined,
    body,
  );
}

function kindOf(body: unknown): string {
  if (body === null || body === undefined) return 'nothing';
  if (Array.isArray(body)) return 'a list';
  return typeof body === 'object' ? 'an object' : `a ${typeof body}`;
}
