import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector';
import { root } from './source-graph.ts';

/** What ran since it was asked last, from V8's own counters: path -> ranges of code, inner ones after outer ones. */
export type Ran = Map<string, Profiler.CoverageRange[]>;

export class Coverage {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  take(isWanted: (file: string) => boolean): Ran {
    const ran: Ran = new Map();
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error) throw error;
      for (const { url, functions } of answer.result) {
        const file = url.replace(`file://${root}`, '');
        if (isWanted(file)) ran.set(file, functions.flatMap(({ ranges }) => ranges).sort(outerFirst));
      }
    });
    return ran;
  }
}

function outerFirst(one: Profiler.CoverageRange, other: Profiler.CoverageRange): number {
  return one.startOffset - other.startOffset || other.endOffset - one.endOffset;
}

export function hasRun(ranges: Profiler.CoverageRange[], offset: number): boolean {
  const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset);
  return (around.at(-1)?.count ?? 0) > 0;
}
