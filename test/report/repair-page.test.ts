import test from 'ava';
import type { Outcome, Plan } from '../../shared/model/plan.ts';
import { outcomeTimeline } from '../../shared/report/picture/outcome-timeline.ts';
import { repairHtml } from '../../shared/report/repair-html.ts';
import { aFinding, anAudit, onlyResult } from './an-audit.ts';

const action = { kind: 'restart-pod' as const, namespace: 'default', pod: 'ghost-1', uid: 'u', startedAt: null };

const aPlan = (): Plan => ({
  ...onlyResult(anAudit()).result.plan,
  findings: [aFinding({ action }), aFinding({ subject: '<script>alert(1)</script>', action, blockedBy: 'a limit' })],
});

const anOutcome = (fields: Partial<Outcome> = {}): Outcome => ({
  state: 'done',
  kind: 'attach-disk',
  target: 'Disk/us-central1-a/foodata',
  why: '',
  rule: 'D-02',
  because: null,
  isForPerson: false,
  startedAt: 1000,
  finishedAt: 3500,
  undo: null,
  ...fields,
});

test('the page of a plan shows what is before and after, and what is held back', (t) => {
  const html = repairHtml({ kind: 'planned', plan: aPlan(), complete: true });
  t.regex(html, /<h2>Before and after<\/h2>\n<svg/);
  t.regex(html, /class="broken"/);
  t.notRegex(html, /<script/);
});

test('the page of what was applied shows when each step was done', (t) => {
  const outcomes = [
    anOutcome(),
    anOutcome({ kind: 'mount-disk', startedAt: 4000, finishedAt: 9000, state: 'failed', because: 'fsck' }),
  ];
  const html = repairHtml({ kind: 'applied', plan: aPlan(), outcomes });
  t.regex(html, /What was done, and when/);
  t.deepEqual(outcomeTimeline(outcomes)?.spans, [
    { lane: 'disk', from: 0, to: 2.5, text: 'attach-disk Disk/us-central1-a/foodata: done', look: 'open' },
    { lane: 'mount', from: 3, to: 8, text: 'mount-disk Disk/us-central1-a/foodata: failed (fsck)', look: 'broken' },
  ]);
});

test('a step that never began has no place in time', (t) => {
  t.is(outcomeTimeline([anOutcome({ startedAt: null, finishedAt: null, state: 'blocked' })]), null);
});
