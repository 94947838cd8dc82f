import { styleText } from 'node:util';
import type { Area, Check, CheckState } from '../../infra/doctor/check.ts';
import { wrap } from '../../shared/report/columns.ts';
import { commandLines } from '../../shared/report/command-lines.ts';
import { commandText, printable } from '../../shared/report/printable.ts';
import type { TextStyle } from '../../shared/report/text-style.ts';

const width = 80;
const indent = 10;
const colours = { ok: 'green', failed: 'red', unknown: 'magenta' } as const;

export type Summary = Record<CheckState, number>;

export function summaryOf(areas: readonly Area[]): Summary {
  const states = areas.flatMap(({ checks }) => checks.map(({ state }) => state));
  const count = (wanted: CheckState) => states.filter((state) => state === wanted).length;
  return { ok: count('ok'), failed: count('failed'), unknown: count('unknown') };
}

export function doctorJson(areas: readonly Area[]) {
  const checks = areas.flatMap(({ name: area, checks }) => checks.map((check) => ({ area, ...check })));
  return { schemaVersion: 'underpin.dev/doctor/v1', summary: summaryOf(areas), checks };
}

/** A check that is in order takes one line; another says why, and what mends it. */
export function doctorText(areas: readonly Area[], { colour }: Pick<TextStyle, 'colour'>): string {
  const { ok, failed, unknown } = summaryOf(areas);
  const blocks = areas.map(({ name, checks }) => [printable(name), ...checks.flatMap((one) => lines(one, colour)), '']);
  return `${blocks.flat().join('\n')}\n${ok} ok, ${failed} failed, ${unknown} could not be looked at\n`;
}

function lines(check: Check, colour: boolean): string[] {
  const { state, what, why, command } = check;
  const word = colour ? styleText(colours[state], state, { validateStream: false }) : state;
  const sign = `  ${word}${' '.repeat(indent - 2 - state.length)}`;
  const text = wrap(printable(`${what}: ${why}`), width - indent);
  return [
    ...text.map((line, at) => (at === 0 ? sign : ' '.repeat(indent)) + line),
    ...(command ? commandLines(commandText(command), width) : []),
  ];
}
