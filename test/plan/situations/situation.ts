import type { Declared } from '../../../shared/model/declared.ts';
import type { Live } from '../../../shared/model/live.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { type Reference, referencePath } from '../../../shared/model/reference.ts';
import type { Scope } from '../../../shared/model/scope.ts';
import { planFor } from '../../../shared/plan/plan.ts';

/** A declared and a live state that somebody may meet. */
export interface Situation {
  declared: Declared;
  live: Live;
  concern?: Scope['concern'];
  only?: Scope['only'];
}

/** By what is the matter, in words. */
export type Situations = Record<string, () => Situation>;

/** All that Underpin has to say, as a person would read it: every field of every finding, and the plan. */
export function told({ declared, live, concern = 'everything', only }: Situation): string {
  const plan = planFor(declared, live, { cluster: 'home', concern, mode: 'plan', ...(only && { only }) });
  const lines = [...plan.findings.map(findingLines), ...stepLines(plan)];
  return lines.length > 0 ? lines.join('\n') : 'nothing to say';
}

function findingLines(one: Plan['findings'][number]): string {
  const { source, action, ...rest } = one;
  return [
    `${one.outcome} ${one.severity} ${one.rule} ${one.subject} ${one.path}`.trim(),
    ...(source ? [`  at ${source.file}:${source.line}:${source.column}`] : []),
    ...(rest.declared === null ? [] : [`  declared: ${words(rest.declared)}`]),
    ...(rest.live === null ? [] : [`  live: ${words(rest.live)}`]),
    `  why: ${one.why}`,
    ...(rest.stack === null ? [] : [`  stack: ${rest.stack}`]),
    ...(rest.neededBy.length === 0 ? [] : [`  needed by: ${rest.neededBy.join(', ')}`]),
    ...(rest.undeclared ? ['  undeclared'] : []),
    ...(rest.waitingFor === null ? [] : [`  waits for: ${rest.waitingFor}`]),
    ...(rest.blockedBy === null ? [] : [`  blocked${rest.isForNextPass ? ' in this pass' : ''}: ${rest.blockedBy}`]),
    ...commandLines(rest.command),
    ...(action === null ? [] : [`  -> ${words(action)}`]),
  ].join('\n');
}

function commandLines(command: string | null): string[] {
  return command === null ? [] : command.split('\n').map((line) => `  $ ${line}`);
}

function stepLines({ actions, blocked, waiting }: Plan): string[] {
  return [
    ...actions.map(({ kind, target, risk, rule, why, action }) =>
      [`do ${kind} ${target} (${risk}, ${rule}): ${why}`, ...several(action)].join('\n'),
    ),
    ...blocked.map(({ kind, target, blockedBy, command }) =>
      [`do not ${kind} ${target}: ${blockedBy}`, ...commandLines(command)].join('\n'),
    ),
    ...waiting.map(({ target, rule, waitingFor }) => `wait with ${target} (${rule}) for: ${waitingFor}`),
  ];
}

/** An action that gathers several findings differs from each of theirs. */
function several(action: Plan['actions'][number]['action']): string[] {
  return 'instances' in action && action.instances.length > 1 ? [`  -> ${words(action)}`] : [];
}

function words(value: unknown): string {
  return JSON.stringify(value, (_key, one) => (isReference(one) ? referencePath(one) : one));
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'collection' in value && 'location' in value;
}
