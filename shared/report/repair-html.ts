import type { RepairAnswer } from '../model/repair.ts';
import { figure, listOf } from './html/figures.ts';
import { htmlPage } from './html/page.ts';
import { outcomeTimeline } from './picture/outcome-timeline.ts';
import { planPicture } from './picture/plan-picture.ts';
import { svgOf } from './picture/svg.ts';
import { timelinePicture } from './picture/timeline-picture.ts';
import { repairText } from './repair-text.ts';
import { entityEscaped, escaped } from './xml.ts';

/** The same words as at a terminal, for a browser, and the plan as a picture; no script, nothing fetched. */
export function repairHtml(answer: RepairAnswer): string {
  const title = `Underpin: cluster ${answer.plan.cluster}`;
  const figures = answer.kind === 'applied' ? [...timeFigure(answer), ...planFigure(answer)] : planFigure(answer);
  return htmlPage(title, [...wordsOf(title, repairText(answer)), ...figures].join('\n'));
}

export function pageOf(title: string, text: string): string {
  return htmlPage(title, wordsOf(title, text).join('\n'));
}

/** The text comes from a format that shows what is hidden, and keeps its lines. */
function wordsOf(title: string, text: string): string[] {
  return [`<h1>${escaped(title)}</h1>`, `<pre>${entityEscaped(text)}</pre>`];
}

function planFigure({ plan }: RepairAnswer): string[] {
  const changes = plan.findings.filter(({ action }) => action !== null);
  if (changes.length === 0) return [];
  const words = changes.map(({ subject, path, action }) => [action?.kind, subject, path].filter(Boolean).join(' '));
  const legend = 'Dashed: held back or waiting, with the reason.';
  return [figure({ title: 'Before and after', picture: svgOf(planPicture(plan)), words: listOf(words), legend })];
}

function timeFigure({ outcomes }: Extract<RepairAnswer, { kind: 'applied' }>): string[] {
  const timeline = outcomeTimeline(outcomes);
  if (!timeline) return [];
  const words = listOf(timeline.spans.map(({ from, to, text }) => `${from} s to ${to ?? 'now'} s: ${text}`));
  const legend = 'Seconds since the first step began.';
  return [figure({ title: 'What was done, and when', picture: svgOf(timelinePicture(timeline)), words, legend })];
}
