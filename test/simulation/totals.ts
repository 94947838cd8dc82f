import { check } from './check.ts';
import type { Run } from './run-script.ts';

/** What became of one run, small enough to be handed from process to process. */
export interface Result {
  /** How it is played again. */
  name: string;
  failures: string[];
  totals: Totals;
}

export interface Totals {
  runs: number;
  commands: number;
  requests: number;
  writes: number;
  crashes: number;
  passes: number;
  /** Worlds that came right by themselves; the others told what a person must do. */
  converged: number;
  faults: Record<string, number>;
  exercised: Record<string, number>;
}

export function resultOf(run: Run): Result {
  const { script, entries, convergence, start } = run;
  const { violations, exercised } = check(entries, script.shape);
  const failures = violations.map(({ invariant, words, position }) => `${invariant} at ${position}: ${words}`);
  failures.push(...convergence.unexplained.map((words) => `I-22 at ${entries.length}: ${words}, and nobody is told`));
  const totals: Totals = {
    ...noTotals(),
    runs: 1,
    commands: script.commands.length,
    exercised: Object.fromEntries(exercised),
  };
  totals.exercised['I-22'] = 1;
  totals.converged = convergence.told === 0 ? 1 : 0;
  const runs = new Set<string>();
  for (const entry of entries.slice(start)) {
    if (entry.kind === 'crashed') totals.crashes += 1;
    if (entry.kind !== 'sent') continue;
    totals.requests += 1;
    if (entry.call.mutates) totals.writes += 1;
    if (entry.call.run) runs.add(entry.call.run);
    const { fault } = entry.call;
    if (fault) totals.faults[fault] = (totals.faults[fault] ?? 0) + 1;
  }
  totals.passes = runs.size;
  return { name: `seed ${script.seed}`, failures, totals };
}

export function noTotals(): Totals {
  return {
    runs: 0,
    commands: 0,
    requests: 0,
    writes: 0,
    crashes: 0,
    passes: 0,
    converged: 0,
    faults: {},
    exercised: {},
  };
}

export function addTotals(one: Totals, other: Totals): Totals {
  const sum = (a: number, b: number) => a + b;
  const merge = (a: Record<string, number>, b: Record<string, number>) =>
    Object.fromEntries(
      [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]),
    );
  return {
    runs: sum(one.runs, other.runs),
    commands: sum(one.commands, other.commands),
    requests: sum(one.requests, other.requests),
    writes: sum(one.writes, other.writes),
    crashes: sum(one.crashes, other.crashes),
    passes: sum(one.passes, other.passes),
    converged: sum(one.converged, other.converged),
    faults: merge(one.faults, other.faults),
    exercised: merge(one.exercised, other.exercised),
  };
}
