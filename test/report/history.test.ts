import test from 'ava';
import type { History } from '../../shared/model/audit.ts';
import type { Finding } from '../../shared/model/finding.ts';
import type { Report } from '../../shared/model/report.ts';
import { exitStatusOf } from '../../shared/report/exit-status.ts';
import { nightsWith, openOf, reportSince, tonight, withHistory } from '../../shared/report/history.ts';
import { aGap } from '../builders/live.ts';
import { anAudit, onlyResult } from './an-audit.ts';

const first = '2027-01-14T03:00:07.000Z';
const second = '2027-01-15T03:00:07.000Z';

const reportOf = (findings: Partial<Finding>[], options = {}): Report =>
  onlyResult(anAudit(findings, options)).result.report;
const after = (report: Report, lastAt: string): History => ({ lastAt, open: openOf(report), nights: [] });

test('a finding is new, then persists since its first night, then is resolved once and gone', (t) => {
  const one = reportSince(reportOf([{}]), { lastAt: null, open: [], nights: [] });
  t.like(one.findings[0], { status: 'new', since: null });
  const two = reportSince(reportOf([{}]), after(one, first));
  t.like(two.findings[0], { status: 'persisting', since: first });
  const three = reportSince(reportOf([{ live: 9 }]), after(two, second));
  t.like(three.findings[0], { status: 'persisting', since: first, live: 9 });
  const four = reportSince(reportOf([]), after(three, second));
  t.like(four.findings[0], { status: 'resolved', since: first, command: null, action: null });
  t.is(four.summary.drift, 0);
  t.deepEqual(reportSince(reportOf([]), after(four, second)).findings, []);
});

test('what was resolved does not count, and is no drift', (t) => {
  const audit = withHistory(anAudit(), new Map([['home', after(reportOf([{}]), first)]]));
  t.is(exitStatusOf(audit), 0);
  t.is(onlyResult(audit).result.report.findings.length, 1);
});

test('who did not see everything does not say that it is gone', (t) => {
  const before = after(reportOf([{}]), first);
  const blind = reportSince(reportOf([], { gaps: [aGap('objects')] }), before);
  const carried = blind.findings.find(({ subject }) => subject === 'Deployment/web/ghost');
  t.like(carried, { status: 'persisting', outcome: 'unknown', since: first, action: null });
  const twice = reportSince(reportOf([], { gaps: [aGap('objects')] }), after(blind, second));
  t.is(twice.findings.find(({ subject }) => subject === 'Deployment/web/ghost')?.why, carried?.why, 'said once');
  const gone = reportSince(reportOf([]), after(twice, second)).findings.find(({ path }) => path === 'spec.replicas');
  t.like(gone, { status: 'resolved', why: reportOf([{}]).findings[0]?.why }, 'by an audit that saw everything');
  const seen = reportSince(reportOf([{}]), after(twice, second));
  t.like(seen.findings[0], { status: 'persisting', outcome: 'drift', since: first });
});

test('what an ignore rule hides from now on is not called resolved', (t) => {
  const audit = anAudit();
  const rule = { subject: 'Deployment/web/*', reason: 'r', owner: 'o', until: '2099-01-01' };
  onlyResult(audit).declared.cluster.spec.ignore = [rule];
  const before = after(reportOf([{}, { subject: 'A/b' }]), first);
  const { findings } = onlyResult(withHistory(audit, new Map([['home', before]]))).result.report;
  t.deepEqual(
    findings.map(({ subject, status }) => [subject, status]),
    [['A/b', 'resolved']],
  );
});

test('without a history nothing is called persisting or resolved', (t) => {
  const audit = withHistory(anAudit([{}]), new Map([['home', null]]));
  t.is(onlyResult(audit).history, null);
  t.is(onlyResult(audit).result.report.findings[0]?.status, 'new');
});

test('a different declared value is a different finding (C-13), a different live one is not', (t) => {
  const print = (fields: Partial<Finding>) => reportOf([fields]).findings[0]?.fingerprint;
  t.not(print({ declared: 2 }), print({ declared: 3 }));
  t.is(print({ live: 2, why: 'a' }), print({ live: 3, why: 'b' }));
  t.regex(print({}) ?? '', /^[0-9a-f]{16}$/);
});

test('C-13: a warning about a file is the same when it stands some lines further down, another one is not', (t) => {
  const print = (fields: Partial<Finding>) =>
    reportOf([{ rule: 'C-15', subject: 'Declaration/a.yaml', declared: null, ...fields }]).findings[0]?.fingerprint;
  const why = 'the key `a` stands twice';
  t.is(print({ path: 'line 3', why }), print({ path: 'line 7', why }));
  t.not(print({ path: 'line 3', why }), print({ path: 'line 3', why: 'the key `b` stands twice' }));
});

test('a night shows the worst of each stack; the last audit of a day stands for the day, and old nights go', (t) => {
  const report = reportOf([
    { severity: 'warning' },
    { severity: 'critical', subject: 'A/b' },
    { stack: null, subject: 'X/y', outcome: 'unknown' },
  ]);
  t.deepEqual(tonight(report, '2027-01-15').worst, { '': 'unknown', ghost: 'critical' });
  const night = (date: string) => ({ date, complete: true, worst: {} });
  const twice = nightsWith([night('2027-01-14'), night('2027-01-15')], { ...night('2027-01-15'), complete: false });
  t.deepEqual(
    twice.map(({ date, complete }) => [date, complete]),
    [
      ['2027-01-14', true],
      ['2027-01-15', false],
    ],
  );
  const many = Array.from({ length: 40 }, (_, index) => night(String(index)));
  t.is(nightsWith(many, night('now')).length, 13);
});
