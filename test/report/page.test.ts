import { readFileSync } from 'node:fs';
import test from 'ava';
import { wiring } from '../../shared/plan/rules/wiring.ts';
import { renderReport, reportFormats } from '../../shared/report/render.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aGap, aLive } from '../builders/live.ts';
import { anAudit } from './an-audit.ts';

const page = readFileSync('docs/report.md', 'utf8');

test('the page names every format and only variables that the configuration reads', (t) => {
  for (const format of reportFormats) t.true(page.includes(`| \`${format}\` |`), format);
  const config = readFileSync('shared/config.ts', 'utf8');
  for (const [name] of page.matchAll(/\bUNDERPIN_[A-Z_]+\b/g)) t.true(config.includes(`'${name}'`), name);
});

test('the JSON on the page has the fields of a report', (t) => {
  const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
  const real = JSON.parse(renderReport('json', anAudit([{}])));
  t.deepEqual(Object.keys(shown), Object.keys(real));
  t.deepEqual(Object.keys(shown.findings[0]), Object.keys(real.findings[0]));
});

test('what could not be read of the wiring is told by the rule on the page', (t) => {
  const [told] = wiring(aDeclaration(), aLive({ gaps: [aGap('wiring')] }));
  t.true(page.includes(`(${told?.rule})`));
});
