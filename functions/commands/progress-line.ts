interface Line {
  message?: string;
  cluster?: string;
  [fact: string]: unknown;
}

/** What a line of the log means to somebody who waits; `null` for what is not worth a line. */
export function progressLine(line: string): string | null {
  const fact = JSON.parse(line) as Line;
  const words = wordsOf[fact.message ?? '']?.(fact) ?? null;
  return words && fact.cluster ? `${fact.cluster}: ${words}` : words;
}

const wordsOf: Record<string, (fact: Line) => string> = {
  observed: ({ instances, nodes, pools, gaps }) => {
    const unseen = Array.isArray(gaps) && gaps.length > 0 ? `; ${gaps.length} could not be read` : '';
    return `looked at ${instances} VMs, ${nodes} nodes, ${pools} pools${unseen}`;
  },
  planned: ({ actions, blocked, waiting }) => `${actions} to do, ${blocked} blocked, ${waiting} waiting`,
  intent: ({ kind, target }) => `${kind} ${target} …`,
  outcome: ({ kind, target, state, because }) => `${kind} ${target}: ${state}${because ? ` (${because})` : ''}`,
  'lease taken': () => 'the Lease is taken',
};
