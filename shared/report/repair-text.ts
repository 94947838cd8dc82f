import type { RepairAnswer } from '../model/repair.ts';
import { indented } from './indented.ts';
import { outcomesText } from './outcomes-text.ts';
import { planText } from './plan-text.ts';
import { paint, plainStyle, type TextStyle } from './text-style.ts';

const incomplete = 'Not everything could be seen, so this may not be all.\n';

export function repairText(answer: RepairAnswer, style: TextStyle = plainStyle): string {
  if (answer.kind === 'planned') return `${planText(answer.plan, style)}${answer.complete ? '' : incomplete}`;
  if (answer.kind === 'applied') return outcomesText(answer, style);
  return [
    paint(style, 'bold', 'Nothing was applied:'),
    ...indented(answer.why, '  ', style.columns),
    ...answer.moved.flatMap((line) => indented(line, '  ', style.columns)),
    '',
    'The plan as it is now:',
    '',
    planText(answer.plan, style),
  ].join('\n');
}
