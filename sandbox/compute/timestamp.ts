const hour = 3_600_000;
let known = { until: Number.NEGATIVE_INFINITY, from: Number.POSITIVE_INFINITY, offset: -8 };

/** Resources carry Pacific time with its offset, `2025-01-23T08:18:17.093-08:00`, never Z. */
export function timestampOf(milliseconds: number): string {
  const offset = offsetAt(milliseconds);
  const local = new Date(milliseconds + offset * hour).toISOString();
  return `${local.slice(0, -1)}-0${-offset}:00`;
}

function offsetAt(milliseconds: number): number {
  if (milliseconds < known.from || milliseconds >= known.until) {
    const from = Math.floor(milliseconds / hour) * hour;
    known = { from, until: from + hour, offset: isSummer(milliseconds) ? -7 : -8 };
  }
  return known.offset;
}

/** From the second Sunday of March, 10:00 UTC, to the first Sunday of November, 9:00 UTC. */
function isSummer(milliseconds: number): boolean {
  const year = new Date(milliseconds).getUTCFullYear();
  const begins = firstSunday(year, 2) + 7 * 24 * hour + 10 * hour;
  const ends = firstSunday(year, 10) + 9 * hour;
  return milliseconds >= begins && milliseconds < ends;
}

function firstSunday(year: number, month: number): number {
  const first = new Date(Date.UTC(year, month, 1));
  return Date.UTC(year, month, 1 + ((7 - first.getUTCDay()) % 7));
}
