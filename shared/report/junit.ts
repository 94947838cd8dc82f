import type { Audit } from '../model/audit.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { commandText, printable, valueText } from './printable.ts';
import { countsAsDifference } from './report.ts';
import { reportsOf } from './reports.ts';
import { markOf } from './words.ts';
import { entityEscaped, escaped } from './xml.ts';

/** A finding that counts is a failed case, what is unknown is an error; the rest passes and says so. */
export function junitReport(audit: Audit): string {
  const suites = reportsOf(audit).map(suiteOf);
  const total = (field: 'tests' | 'failures' | 'errors') => suites.reduce((sum, suite) => sum + suite[field], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="underpin" tests="${total('tests')}" failures="${total('failures')}" errors="${total('errors')}">`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(report: Report) {
  const { cluster, findings, summary } = report;
  const failures = findings.filter((one) => resultOf(one) === 'failure').length;
  const errors = findings.filter((one) => resultOf(one) === 'error').length + (isUnexplained(report) ? 1 : 0);
  const cases = [
    `    <testcase classname="${escaped(cluster)}" name="in sync: ${summary.inSync}"/>`,
    ...(isUnexplained(report) ? [incomplete(report)] : []),
    ...findings.map((one) => caseOf(one, cluster)),
  ];
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
  return {
    tests: cases.length,
    failures,
    errors,
    xml: [`  <testsuite name="${escaped(cluster)}" ${counts}>`, ...cases, '  </testsuite>'].join('\n'),
  };
}

/** Incomplete, and no finding that counts says why. */
function isUnexplained({ complete, findings }: Report): boolean {
  return !complete && !findings.some((one) => resultOf(one) === 'error');
}

function incomplete({ cluster }: Report): string {
  const name = `classname="${escaped(cluster)}" name="observation"`;
  return `    <testcase ${name}><error type="C-09" message="something could not be looked at"/></testcase>`;
}

function resultOf(one: ReportedFinding): 'failure' | 'error' | 'passed' {
  if (!countsAsDifference(one)) return 'passed';
  return one.outcome === 'unknown' ? 'error' : 'failure';
}

function caseOf(one: ReportedFinding, cluster: string): string {
  const { subject, path, source, rule, why } = one;
  const file = source ? ` file="${escaped(source.file)}" line="${source.line}"` : '';
  const head = `    <testcase classname="${escaped(cluster)}" name="${escaped([subject, path].filter(Boolean).join(' '))}"${file}>`;
  const result = resultOf(one);
  const body = entityEscaped(detailOf(one));
  const inner =
    result === 'passed'
      ? `<system-out>${markOf(one)}: ${body}</system-out>`
      : `<${result} type="${escaped(rule)}" message="${escaped(why)}">${body}</${result}>`;
  return `${head}${inner}</testcase>`;
}

function detailOf({ why, declared, live, command }: ReportedFinding): string {
  return [
    printable(why),
    `declared: ${valueText(declared)}`,
    `live: ${valueText(live)}`,
    ...(command ? [commandText(command)] : []),
  ].join('\n');
}
