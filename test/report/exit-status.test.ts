import test from 'ava';
import type { Audit } from '../../shared/model/audit.ts';
import type { Finding } from '../../shared/model/finding.ts';
import { type ExitStatus, exitStatusOf } from '../../shared/report/exit-status.ts';
import { renderReport } from '../../shared/report/render.ts';
import { aGap } from '../builders/live.ts';
import { aFinding, anAudit } from './an-audit.ts';

const exits = test.macro({
  exec: (t, findings: Partial<Finding>[], status: ExitStatus) => t.is(exitStatusOf(anAudit(findings)), status),
  title: (title) => title ?? '',
});

test('in sync: 0', exits, [], 0);
test('drift: 1', exits, [{}], 1);
test('something unknown and no drift: 3', exits, [{ outcome: 'unknown' }], 3);
test(
  'drift beside something unknown is proven all the same: 1',
  exits,
  [{}, { outcome: 'unknown', subject: 'X/y' }],
  1,
);
test('what nobody declared is no drift (C-16): 0', exits, [{ severity: 'info', undeclared: true }], 0);
test('what is for information only: 0', exits, [{ severity: 'info' }], 0);
test('an ignore rule that nobody needs any more is a warning, and no drift (C-11): 0', exits, [{ rule: 'C-11' }], 0);
test('a warning of the declaration itself is no drift (C-15): 0', exits, [{ rule: 'C-15' }], 0);

test('a gap that no rule made anything of is incomplete: 3, and it is told', (t) => {
  const audit = anAudit([], { gaps: [aGap('quotas', 'us-central1')] });
  t.is(exitStatusOf(audit), 3);
  t.like(JSON.parse(renderReport('json', audit)), {
    complete: false,
    summary: { unknown: 1 },
    findings: [{ outcome: 'unknown', subject: 'Cluster/home', path: 'quotas[us-central1]' }],
  });
});

test('a gap that a finding tells of is told once', (t) => {
  const gap = aGap('pools');
  const audit = anAudit([{ outcome: 'unknown', why: `unknown: ${gap.why}` }], { gaps: [gap] });
  t.is(JSON.parse(renderReport('json', audit)).findings.length, 1);
});

test('a cluster that could not be audited is a failure: 2, whatever the others say', (t) => {
  const audit: Audit = { ...anAudit([{}]), problems: [{ cluster: 'other', error: 'no cluster.yaml', cut: false }] };
  t.is(exitStatusOf(audit), 2);
  const { reports } = JSON.parse(renderReport('json', audit));
  t.like(reports[1], { cluster: 'other', complete: false, findings: [{ outcome: 'unknown', why: 'no cluster.yaml' }] });
});

test('a cluster whose turn did not come is incomplete: 3', (t) => {
  t.is(exitStatusOf({ ...anAudit(), problems: [{ cluster: 'other', error: 'late', cut: true }] }), 3);
});

test('whoever asks for it has undeclared changes counted: 1', (t) => {
  const audit = anAudit([{ severity: 'info', undeclared: true, rule: 'C-16' }]);
  t.is(exitStatusOf(audit, { countUndeclared: true }), 1);
});

test('a subject with two findings differs once', (t) => {
  const audit = anAudit([aFinding(), aFinding({ path: 'spec.template' })]);
  t.is(JSON.parse(renderReport('json', audit)).summary.drift, 1);
});
