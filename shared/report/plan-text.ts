import type { Finding } from '../model/finding.ts';
import type { BlockedStep, Plan, Step, WaitingStep } from '../model/plan.ts';
import { commandBlock } from './command-block.ts';
import { headLines } from './head-lines.ts';
import { indented } from './indented.ts';
import { personLines } from './person-lines.ts';
import { printable } from './printable.ts';
import { type Sign, signOf } from './sign.ts';
import { paint, plainStyle, type TextStyle } from './text-style.ts';

const colours = { '+': 'green', '~': 'yellow', '-': 'red' } as const satisfies Record<Sign, string>;

/** A plan to read before it is applied: what would be done and why, what is held back, what is left to a person. */
export function planText(plan: Plan, style: TextStyle = plainStyle): string {
  const sections = [
    plan.actions.flatMap((step) => stepLines(step, plan, style)),
    section(
      'Waiting',
      plan.waiting.flatMap((step) => waitingLines(step, style)),
      style,
    ),
    section(
      'Blocked',
      plan.blocked.flatMap((step) => blockedLines(step, plan, style)),
      style,
    ),
    section('For a person', personLines(personal(plan), style), style),
    [paint(style, 'bold', summaryOf(plan))],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What differs or is unknown, and no step of the plan closes. What a person added by hand is told by the audit. */
function personal({ findings }: Plan): Finding[] {
  return findings.filter(
    ({ action, waitingFor, undeclared, severity }) => !action && !waitingFor && !undeclared && severity !== 'info',
  );
}

function section(title: string, lines: string[], style: TextStyle): string[] {
  return lines.length > 0 ? [paint(style, 'bold', `${title}:`), ...lines] : [];
}

type Told = Pick<Step, 'kind' | 'target' | 'why' | 'rule'>;

function stepLines(step: Told, { findings }: Plan, style: TextStyle): string[] {
  const sign = signOf(step, findings);
  const { target, kind } = step;
  const head = headLines({ mark: sign, colour: colours[sign], target, kind }, style);
  return [...head, ...indented(`${step.why} (${step.rule})`, '      ', style.columns)];
}

function blockedLines(step: BlockedStep, plan: Plan, style: TextStyle): string[] {
  const because = indented(`blocked: ${step.blockedBy}`, '      ', style.columns);
  return [
    ...stepLines(step, plan, style),
    ...because.map((line) => paint(style, 'yellow', line)),
    ...commandBlock(step.command, '      ', style),
  ];
}

function waitingLines({ target, why, rule, waitingFor }: WaitingStep, style: TextStyle): string[] {
  return [
    `  . ${paint(style, 'bold', printable(target))}`,
    ...indented(`${why} (${rule})`, '      ', style.columns),
    ...indented(`waiting: ${waitingFor}`, '      ', style.columns),
  ];
}

function summaryOf(plan: Plan): string {
  const { actions, blocked, waiting, findings } = plan;
  const count = (sign: Sign) => actions.filter((step) => signOf(step, findings) === sign).length;
  const rest = [
    blocked.length > 0 && `${blocked.length} blocked`,
    waiting.length > 0 && `${waiting.length} waiting`,
    personal(plan).length > 0 && `${personal(plan).length} for a person`,
  ].filter((part) => typeof part === 'string');
  const steps = `${count('+')} to add, ${count('~')} to change, ${count('-')} to take away`;
  const isKnown = findings.every(({ outcome }) => outcome === 'drift');
  const none = `${isKnown ? 'Nothing to do in' : 'No step can be planned for'} cluster ${plan.cluster}`;
  const head = actions.length > 0 ? `Plan: ${steps}` : none;
  return `${[head, ...rest].join('; ')}.`;
}
