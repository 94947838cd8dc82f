import type { RepairAnswer } from '../model/repair.ts';
import { outcomesText } from './outcomes-text.ts';
import { wrapped } from './plain.ts';
import { planText } from './plan-text.ts';
import { paint, plainStyle, type TextStyle } from './text-style.ts';

export function repairText(answer: RepairAnswer, style: TextStyle = plainStyle): string {
  if (answer.kind === 'planned') return planText(answer.plan, style);
  if (answer.kind === 'applied') return outcomesText(answer.outcomes, style);
  return [
    paint(style, 'bold', 'Nothing was applied:'),
    ...wrapped(answer.why, '  ', style.columns),
    ...answer.moved.flatMap((line) => wrapped(line, '  ', style.columns)),
    '',
    'The plan as it is now:',
    '',
    planText(answer.plan, style),
  ].join('\n');
}
