import { figure, listOf } from '../../shared/report/html/figures.ts';
import { htmlPage } from '../../shared/report/html/page.ts';
import { svgOf } from '../../shared/report/picture/svg.ts';
import { type Span, type Timeline, timelinePicture } from '../../shared/report/picture/timeline-picture.ts';
import type { Runtime } from '../../shared/runtime.ts';

const order = ['VM', 'pool member', 'disk', 'mount', 'node', 'pods'];

/** What a scene looks like in swim-lanes: each note ends the one before it in its lane. */
export class Lanes {
  readonly #runtime: Runtime;
  #began: number | null = null;
  #spans: Span[] = [];
  #outage: Timeline['outage'] = null;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  begin(): void {
    this.#began = this.#runtime.now();
  }

  note(lane: string, look: Span['look'], text: string): void {
    if (this.#began === null) return;
    const now = this.#seconds(this.#began);
    const before = this.#spans.findLast((span) => span.lane === lane);
    if (before?.text === text) return;
    if (before) before.to = now;
    this.#spans.push({ lane, from: now, to: null, text, look });
  }

  outage(isServed: boolean): void {
    if (this.#began === null) return;
    const now = this.#seconds(this.#began);
    if (!isServed) this.#outage ??= { from: now, to: null };
    else if (this.#outage?.to === null) this.#outage.to = now;
  }

  /** The picture of what was noted, as a page; nothing is noted from here on. */
  end(): string {
    this.#began = null;
    const spans = this.#spans.toSorted((one, other) => order.indexOf(one.lane) - order.indexOf(other.lane));
    const words = spans.map(({ lane, from, to, text }) => `${lane}, ${from} s to ${to ?? 'the end'} s: ${text}`);
    const page = figure({
      title: 'A node is replaced',
      picture: svgOf(timelinePicture({ spans, outage: this.#outage })),
      words: listOf(words),
      legend: 'Seconds since the VM was preempted. Dashed: out of service.',
    });
    return htmlPage('Underpin: a node is replaced', page);
  }

  #seconds(began: number): number {
    return Math.round((this.#runtime.now() - began) / 100) / 10;
  }
}
