import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { type ReportFormat, renderReport, reportFormats } from '../../shared/report/render.ts';
import { anyCharacter } from '../builders/any-character.ts';
import { aFinding, anAudit, anAuditOfNodes, longName } from './an-audit.ts';

const nasty = '\u001b[31m\u202eevil\u2066\u0000\u0007\n\r\t</script><b>"\'&`|*_[x](javascript:1)@here \ud800 \u{e0041}';
const hidden = /(?!\n)\p{Cc}|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]|\p{Cs}/u;

const ofNasty = () =>
  anAudit([
    aFinding({
      subject: nasty,
      path: nasty,
      why: nasty,
      declared: nasty,
      live: { [nasty]: nasty },
      command: nasty,
      source: { file: nasty, line: 1, column: 1 },
    }),
  ]);

for (const format of reportFormats) {
  test(`${format}: characters that hide or reorder what is read are written as escapes`, (t) => {
    const text = renderReport(format, ofNasty());
    t.notRegex(text, hidden);
    t.true(text.includes('evil'));
  });

  test(`${format}: the same input gives the same bytes, whatever came between (I-32)`, (t) => {
    const first = renderReport(format, anAuditOfNodes({ nodes: 6 }));
    renderReport(format, ofNasty());
    t.is(renderReport(format, anAuditOfNodes({ nodes: 6 })), first);
  });

  test(`${format}: the order of findings does not depend on the order they were found in`, (t) => {
    const findings = ['b', 'a', 'c'].map((name) => aFinding({ subject: `Service/default/${name}` }));
    t.is(renderReport(format, anAudit(findings)), renderReport(format, anAudit(findings.toReversed())));
  });

  test(`${format}: a value is cut at 1 KB`, (t) => {
    const [short, long] = [10, 1_000_000].map((length) =>
      renderReport(format, anAudit([aFinding({ live: 'x'.repeat(length), why: 'y'.repeat(length) })])),
    );
    t.true((long?.length ?? 0) - (short?.length ?? 0) < 20_000);
  });
}

test('json: one cluster is its report, several are in a list', (t) => {
  const one = JSON.parse(renderReport('json', anAudit([aFinding()])));
  t.like(one, { schemaVersion: 'underpin.dev/report/v1', cluster: 'home', complete: true });
  t.like(one.findings[0], {
    outcome: 'drift',
    severity: 'warning',
    subject: 'Deployment/web/ghost',
    path: 'spec.replicas',
    declared: 2,
    live: 5,
    rule: 'C-01',
    action: null,
    source: { file: 'web/ghost/controller.yaml', line: 7, column: 13 },
    status: 'new',
    since: null,
  });
  const both = {
    results: [...anAudit([], { cluster: 'b' }).results, ...anAudit([], { cluster: 'a' }).results],
    problems: [],
  };
  const several = JSON.parse(renderReport('json', both));
  t.is(several.schemaVersion, 'underpin.dev/reports/v1');
  t.deepEqual(
    several.reports.map(({ cluster }: { cluster: string }) => cluster),
    ['a', 'b'],
  );
});

test('json: what was read is what is written, up to the cut', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (live) => {
      const { findings } = JSON.parse(renderReport('json', anAudit([aFinding({ live })])));
      t.is(findings[0].live, live);
    }),
    { numRuns: 100 },
  );
});

test('text: no line is longer than 80 columns but for a word that cannot be broken, and no colour unless asked', (t) => {
  const audit = anAuditOfNodes({ nodes: 6, name: longName, change: (live) => live.nodes.splice(1, 2) });
  audit.results.push(
    ...anAudit([aFinding({ why: 'word '.repeat(100), live: 'y'.repeat(500) })], { cluster: 'other' }).results,
  );
  const text = renderReport('text', audit);
  for (const line of text.split('\n')) t.true(line.length <= 80, line);
  t.false(text.includes('\u001b'));
  const colour = renderReport('text', audit, { colour: true });
  t.true(colour.includes('\u001b['));
  t.is(stripVTControlCharacters(colour), text, 'colour says no more than the words');
});

test('text: a long command can be pasted', (t) => {
  const command =
    `gcloud compute firewall-rules update x --description='two  words and more of them than fit' ${'--flag=value '.repeat(8)}`.trim();
  const text = renderReport('text', anAudit([aFinding({ command })]));
  const lines = text.slice(text.indexOf('$ ') + 2).trimEnd();
  t.is(lines.replaceAll(/ \\\n\s+/g, ' '), command);
});

test('text: two commands are two, and a here-document ends at the first column', (t) => {
  const text = renderReport(
    'text',
    anAudit([
      aFinding({ command: 'gcloud a delete\ngcloud a create' }),
      aFinding({ subject: 'X/y', command: "kubectl apply -f - <<'EOF'\nkind: Service\nmetadata:\n  name: a\nEOF" }),
    ]),
  );
  t.true(text.includes('\n  $ gcloud a delete\n  $ gcloud a create\n'));
  t.true(text.includes("\n  $ kubectl apply -f - <<'EOF'\nkind: Service\nmetadata:\n  name: a\nEOF\n"));
});

for (const format of reportFormats)
  test(`${format}: half a command is never shown`, (t) => {
    const text = renderReport(format, anAudit([aFinding({ command: `kubectl delete pod ${'x'.repeat(9000)}` })]));
    t.false(text.includes('kubectl delete'));
    t.true(text.includes('too long to be shown'));
  });

test('sarif: an object of a bucket and an absolute path are addresses of their own', (t) => {
  const uriOf = (file: string) =>
    JSON.parse(renderReport('sarif', anAudit([aFinding({ source: { file, line: 1, column: 1 } })]))).runs[0].results[0]
      .locations[0].physicalLocation.artifactLocation;
  t.deepEqual(uriOf('gs://b/a b.yaml'), { uri: 'gs://b/a%20b.yaml' });
  t.deepEqual(uriOf('/srv/a.yaml'), { uri: 'file:///srv/a.yaml' });
});

test('markdown: what others wrote opens no link, tag, mention or fence', (t) => {
  const text = renderReport(
    'markdown',
    anAudit([aFinding({ why: '# [x](http://e) <img> ```@all``` **b**', live: 'a``b`', command: 'echo ```' })]),
  );
  t.notRegex(text.replaceAll(/`+[^`].*?`+/g, ''), /(?<!\\)\[x\]|<img>|@all|http:/);
  t.true(text.includes('``` a``b` ```'));
  t.true(text.includes('````sh'));
});

test('sarif: results point at lines, with a rule, a level and a fingerprint', (t) => {
  const { version, runs } = JSON.parse(
    renderReport('sarif', anAudit([aFinding(), aFinding({ outcome: 'unknown', subject: 'X/y', source: null })])),
  );
  t.is(version, '2.1.0');
  const [known, open] = runs[0].results;
  t.deepEqual(known.locations[0].physicalLocation, {
    artifactLocation: { uri: 'web/ghost/controller.yaml', uriBaseId: '%SRCROOT%' },
    region: { startLine: 7, startColumn: 13 },
  });
  t.like(known, { ruleId: 'C-01', kind: 'fail', level: 'warning', baselineState: 'new' });
  t.is(runs[0].tool.driver.rules[known.ruleIndex].id, 'C-01');
  t.like(open, { kind: 'open', level: 'none' });
  t.is(open.locations[0].physicalLocation.artifactLocation.uri, 'cluster.yaml');
  t.truthy(known.partialFingerprints['underpin/v1']);
});

test('junit: drift fails, the unknown is an error, what does not count passes, and the sums are right', (t) => {
  const xml = renderReport(
    'junit',
    anAudit([
      aFinding(),
      aFinding({ subject: 'A/b', outcome: 'unknown' }),
      aFinding({ subject: 'C/d', severity: 'info', undeclared: true }),
    ]),
  );
  t.regex(xml, /<testsuites name="underpin" tests="4" failures="1" errors="1">/);
  t.is(xml.match(/<failure /g)?.length, 1);
  t.is(xml.match(/<system-out>/g)?.length, 1);
  t.regex(xml, /file="web\/ghost\/controller\.yaml" line="7"/);
});

test('html: one file, no script, nothing fetched', (t) => {
  const html = renderReport('html', anAuditOfNodes({ nodes: 6 }));
  t.notRegex(html, /<script|<link|<img|<iframe|@import|url\(|\son\w+=|https?:\/\//i);
  t.regex(html, /prefers-color-scheme: dark/);
});

test('html: 200 nodes with names of 63 characters and 20 of them broken take less than 500 KB', (t) => {
  const audit = anAuditOfNodes({ nodes: 200, pods: 100, name: longName, change: (live) => live.nodes.splice(10, 20) });
  const html = renderReport('html', audit);
  t.true(html.length < 500_000, `${html.length} bytes`);
  t.true(html.includes(longName(199)));
});

test('no format prints a value of a Secret, even if a finding should carry one (I-31)', (t) => {
  const audit = anAudit([
    aFinding({
      subject: 'Secret/default/token',
      path: 'data.password',
      declared: 'aHVudGVyMg==',
      live: 'hunter2hunter2',
    }),
  ]);
  for (const format of reportFormats as readonly ReportFormat[])
    t.notRegex(renderReport(format, audit), /hunter2|aHVudGVyMg/);
});
