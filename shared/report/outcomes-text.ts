import type { Outcome, OutcomeState } from '../model/plan.ts';
import { commandBlock } from './command-block.ts';
import { headLines } from './head-lines.ts';
import { indented } from './indented.ts';
import { paint, plainStyle, type TextStyle } from './text-style.ts';

const colours = {
  done: 'green',
  failed: 'red',
  blocked: 'yellow',
  waiting: 'yellow',
  planned: 'gray',
} as const satisfies Record<OutcomeState, string>;

/** What became of each step, with the command that reverts it. */
export function outcomesText(outcomes: readonly Outcome[], style: TextStyle = plainStyle): string {
  const lines = outcomes.flatMap((outcome) => outcomeLines(outcome, style));
  return `${[...lines, ...(lines.length > 0 ? [''] : []), paint(style, 'bold', summaryOf(outcomes))].join('\n')}\n`;
}

function outcomeLines({ state, kind, target, because, undo }: Outcome, style: TextStyle): string[] {
  return [
    ...headLines({ mark: state.padEnd(7), colour: colours[state], target, kind: kind ?? '' }, style),
    ...(because ? indented(because, '      ', style.columns) : []),
    ...(undo ? ['      undo:', ...commandBlock(undo, '      ', style)] : []),
  ];
}

function summaryOf(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return 'Nothing was to be done.';
  const counts = Map.groupBy(outcomes, ({ state }) => state);
  return `Applied: ${[...counts].map(([state, all]) => `${all.length} ${state}`).join(', ')}.`;
}
