import type { Fault, FaultedCall, FaultRule } from './fault.ts';

export interface PlantedFault {
  /** How many calls it has hit. */
  hits(): number;
  remove(): void;
}

interface Planted {
  rule: FaultRule;
  seen: number;
  hits: number;
}

/** What is to go wrong, and for which calls. */
export class Faults {
  readonly #planted: Planted[] = [];

  add(rule: FaultRule): PlantedFault {
    const planted = { rule, seen: 0, hits: 0 };
    this.#planted.push(planted);
    return { hits: () => planted.hits, remove: () => this.#remove(planted) };
  }

  clear(): void {
    this.#planted.length = 0;
  }

  /** The faults that hit this call, each counted once. */
  take(call: FaultedCall, kinds?: readonly Fault['kind'][]): FaultRule[] {
    if (!this.#planted.length) return [];
    return this.#planted
      .filter((planted) => applies(planted.rule, call, kinds) && hit(planted))
      .map(({ rule }) => rule);
  }

  #remove(planted: Planted): void {
    const index = this.#planted.indexOf(planted);
    if (index >= 0) this.#planted.splice(index, 1);
  }
}

function applies({ fault, method, when }: FaultRule, call: FaultedCall, kinds?: readonly Fault['kind'][]): boolean {
  if (kinds && !kinds.includes(fault.kind)) return false;
  const named =
    method === undefined || (typeof method === 'string' ? method === call.method : method.test(call.method));
  return named && (when?.(call) ?? true);
}

function hit(planted: Planted): boolean {
  const { count = 1, skip = 0 } = planted.rule;
  planted.seen += 1;
  if (planted.seen <= skip || planted.hits >= count) return false;
  planted.hits += 1;
  return true;
}
