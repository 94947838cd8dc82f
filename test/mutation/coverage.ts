import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector';
import { root } from './source-graph.ts';

type Range = Profiler.CoverageRange & { isFunction: boolean };

/** What ran since it was asked last, from V8's own counters: path -> ranges of code, inner ones after outer ones. */
export type Ran = Map<string, Range[]>;

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
        if (isWanted(file)) ran.set(file, functions.flatMap(rangesOf).sort(outerFirst));
      }
    });
    return ran;
  }
}

/** The first is the whole function. */
function rangesOf({ ranges }: Profiler.FunctionCoverage): Range[] {
  return ranges.map((range, index) => ({ ...range, isFunction: index === 0 }));
}

function outerFirst(one: Range, other: Range): number {
  return one.startOffset - other.startOffset || other.endOffset - one.endOffset;
}

/** V8 loses count of what follows an `await` within an expression: there it is enough that the function was called. */
export function hasRun(ranges: Range[], offset: number, code: string): boolean {
  const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset);
  const called = around.findLast(({ isFunction }) => isFunction);
  const isAfterWait = called && /\bawait\b/.test(code.slice(called.startOffset, offset));
  return ((isAfterWait ? called : around.at(-1))?.count ?? 0) > 0;
}
