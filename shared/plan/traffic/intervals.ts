/** Both ends belong to it. */
export type Interval = readonly [first: bigint, last: bigint];

/** Sorted, without overlaps and without neighbours: equal sets have equal unions. */
export function union(intervals: Interval[]): Interval[] {
  const merged: [bigint, bigint][] = [];
  for (const [first, last] of intervals.toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))) {
    const previous = merged.at(-1);
    if (!previous || first > previous[1] + 1n) merged.push([first, last]);
    else if (last > previous[1]) previous[1] = last;
  }
  return merged;
}

export function subtract(from: Interval[], taken: Interval[]): Interval[] {
  return union(taken).reduce<Interval[]>(
    (left, [first, last]) =>
      left.flatMap(([start, end]): Interval[] => {
        if (last < start || first > end) return [[start, end]];
        const parts: Interval[] = [];
        if (start < first) parts.push([start, first - 1n]);
        if (end > last) parts.push([last + 1n, end]);
        return parts;
      }),
    union(from),
  );
}

export function covers(outer: Interval[], inner: Interval[]): boolean {
  return subtract(inner, outer).length === 0;
}

export function intersects(one: Interval[], other: Interval[]): boolean {
  return one.some(([first, last]) => other.some(([start, end]) => first <= end && start <= last));
}

export function sameIntervals(one: Interval[], other: Interval[]): boolean {
  return covers(one, other) && covers(other, one);
}

export function common(one: Interval[], other: Interval[]): Interval[] {
  return subtract(one, subtract(one, other));
}

export function sizeOf(intervals: Interval[]): bigint {
  return union(intervals).reduce((sum, [first, last]) => sum + last - first + 1n, 0n);
}

/** Cut wherever one of them begins or has ended. */
export function pieces(intervals: Interval[]): Interval[] {
  return intervals
    .flatMap(([first, last]) => [first, last + 1n])
    .reduce((left, edge) => left.flatMap((one) => cut(one, edge)), union(intervals));
}

function cut([first, last]: Interval, edge: bigint): Interval[] {
  if (edge <= first || edge > last) return [[first, last]];
  return [
    [first, edge - 1n],
    [edge, last],
  ];
}
