import type { Outcome, OutcomeState, Plan } from '../model/plan.ts';
import type { RepairAnswer } from '../model/repair.ts';
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

/** What became of each step, with the command that reverts it; what the plan held back is counted. */
export function outcomesText(
  { plan, outcomes }: Extract<RepairAnswer, { kind: 'applied' }>,
  style: TextStyle = plainStyle,
): string {
  const lines = outcomes.flatMap((outcome) => outcomeLines(outcome, style));
  const summary = paint(style, 'bold', summaryOf(plan, outcomes));
  return `${[...lines, ...(lines.length > 0 ? [''] : []), summary].join('\n')}\n`;
}

function outcomeLines({ state, kind, target, because, undo }: Outcome, style: TextStyle): string[] {
  return [
    ...headLines({ mark: state.padEnd(7), colour: colours[state], target, kind: kind ?? '' }, style),
    ...(because ? indented(because, '      ', style.columns) : []),
    ...(undo ? ['      undo:', ...commandBlock(undo, '      ', style)] : []),
  ];
}

function summaryOf({ blocked, waiting }: Plan, outcomes: readonly Outcome[]): string {
  const counts = [...Map.groupBy(outcomes, ({ state }) => state)].map(([state, all]) => `${all.length} ${state}`);
  const left = [
    ...(blocked.length > 0 ? [`${blocked.length} blocked`] : []),
    ...(waiting.length > 0 ? [`${waiting.length} waiting`] : []),
  ];
  if (left.length === 0) return counts.length > 0 ? `Applied: ${counts.join(', ')}.` : 'Nothing was to be done.';
  const done = counts.length > 0 ? `Applied: ${counts.join(', ')}` : 'Nothing was done';
  return `${done}; left as the plan says: ${left.join(', ')}.`;
}
