/** One row of the table that `npm run bench` prints. */
export interface Measurement {
  row: string;
  /** `null` where it could not be measured, which is never met; `how` says why. */
  value: number | null;
  /** In words: `at most 2`. */
  goal: string;
  met: boolean;
  against: string;
  how: string;
}

/** Measures one or more rows that share their runs. */
export interface Bench {
  rows: readonly string[];
  measure(): Promise<Measurement[]>;
}

type Direction = 'at most' | 'at least';

export interface Judged {
  row: string;
  value: number;
  goal: [Direction, number, unit?: string];
  against: string;
  how: string;
}

export function judge({ row, value, goal: [direction, limit, unit = ''], against, how }: Judged): Measurement {
  const met = direction === 'at most' ? value <= limit : value >= limit;
  return { row, value: rounded(value), goal: `${direction} ${limit}${unit && ` ${unit}`}`, met, against, how };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Three figures say all that a shared machine lets one know. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
