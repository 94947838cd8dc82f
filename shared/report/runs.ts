import type { JsonObject } from '../model/json.ts';

/** One run as the ledger tells it: the lines of the log that bear its id. */
export interface RunRecord {
  run: string;
  /** RFC 3339, of its first line. */
  at: string;
  cluster: string;
  /** Who asked, or what woke it. */
  by: string;
  hash: string | null;
  planned: number;
  /** Of the plan: what it held back. */
  blocked: number;
  /** `done` -> how many. */
  outcomes: Record<string, number>;
  /** A line for each step that was begun. */
  steps: string[];
}

/** From new to old. `lines` are log lines with `timestamp`, in any order. */
export function runsIn(lines: JsonObject[]): RunRecord[] {
  const inOrder = lines.toSorted((one, other) => (textOf(one.timestamp) < textOf(other.timestamp) ? -1 : 1));
  const byRun = Map.groupBy(
    inOrder.filter(({ run }) => typeof run === 'string'),
    ({ run }) => String(run),
  );
  return [...byRun.values()].map(recordOf).toSorted((one, other) => (one.at > other.at ? -1 : 1));
}

function recordOf(lines: JsonObject[]): RunRecord {
  const [first = {}] = lines;
  const planned = lines.find(({ message }) => message === 'planned');
  const outcomes = lines.filter(({ message }) => message === 'outcome');
  const counts = [...Map.groupBy(outcomes, ({ state }) => textOf(state))].map(([state, all]) => [state, all.length]);
  return {
    run: textOf(first.run),
    at: textOf(first.timestamp),
    cluster: textOf(first.cluster),
    by: textOf(first.caller) || textOf(first.trigger) || 'an event',
    hash: planned ? textOf(planned.hash) : null,
    planned: Number(planned?.actions ?? 0),
    blocked: Number(planned?.blocked ?? 0),
    outcomes: Object.fromEntries(counts),
    steps: [...outcomes.map(outcomeLine), ...unanswered(lines, outcomes)],
  };
}

function outcomeLine({ state, kind, target, because }: JsonObject): string {
  return `${textOf(state)} ${textOf(kind)} ${textOf(target)}${because ? `: ${textOf(because)}` : ''}`;
}

/** I-30: begun, and nobody knows how it ended: the run was cut off. */
function unanswered(lines: JsonObject[], outcomes: JsonObject[]): string[] {
  const answered = new Set(outcomes.map(({ requestId }) => requestId));
  return lines
    .filter(({ message, requestId }) => message === 'intent' && !answered.has(requestId))
    .map(({ kind, target }) => `unknown ${textOf(kind)} ${textOf(target)}: it was begun, and its end is not on record`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
