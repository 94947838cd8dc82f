import { z } from 'zod';
import { type ActionKind, riskOf } from '../model/action.ts';

const kind = z.enum(Object.keys(riskOf) as [ActionKind, ...ActionKind[]]);
const risk = z.enum(['additive', 'changing', 'destructive']);
const text = z.string();

const step = z.object({
  kind,
  target: text.describe('What it changes: TargetPool/us-central1/nodes.'),
  why: text,
  risk,
  rule: text.describe('The number in the rules: P-08.'),
});

/** Without `z.json()`, whose `$ref` would point to the root of the whole description. */
const anything = z.unknown().describe('Any JSON value.');

const finding = z.object({
  outcome: z.enum(['drift', 'unknown']),
  severity: z.enum(['critical', 'warning', 'info']),
  subject: text,
  path: text,
  declared: anything,
  live: anything,
  why: text,
  rule: text,
  command: text.nullable().describe('What a person would type.'),
  action: kind.nullable(),
  fingerprint: text,
  source: z.object({ file: text, line: z.int(), column: z.int() }).nullable(),
  status: z.enum(['new', 'persisting', 'resolved']),
  since: text.nullable(),
  undeclared: z.boolean(),
  stack: text.nullable(),
});

const plan = z.object({
  cluster: text,
  hash: text.describe('Send it back as `plan`, with `apply: true`, to have exactly this applied.'),
  expiresAt: z.iso.datetime(),
  actions: z.array(step),
  blocked: z.array(step.extend({ blockedBy: text, command: text.nullable().describe('What a person would type.') })),
  waiting: z.array(z.object({ target: text, why: text, rule: text, waitingFor: text })),
  findings: z.array(finding),
});

const time = z.number().nullable().describe('Milliseconds since the epoch.');
const outcome = z.object({
  state: z.enum(['done', 'failed', 'blocked', 'waiting', 'planned']),
  kind: kind.nullable(),
  target: text,
  why: text,
  rule: text,
  because: text.nullable(),
  isForPerson: z.boolean().describe('No new try would change it: a person has to.'),
  startedAt: time,
  finishedAt: time,
  undo: text.nullable().describe('The command that reverts it.'),
});

/** What manual-repair answers; its OpenAPI description comes from here. */
export const answerSchemas = {
  Plan: plan.extend({ complete: z.boolean().describe('False when something could not be observed.') }),
  Outcomes: z.object({ cluster: text, hash: text, outcomes: z.array(outcome) }),
  Moved: z.object({ error: text, moved: z.array(text).describe('What moved since the plan was made.'), plan }),
  Problem: z.object({ error: text, field: text.optional().describe('The field of the request at fault.') }),
};
