/**
 * An integer beyond 2^53, which kubectl and the API server keep to the last digit and a JavaScript number does not. It
 * is what `JSON.rawJSON` makes, so that `JSON.stringify` writes the digits as they were declared.
 */
export interface ExactInteger {
  rawJSON: string;
}

interface RawJson {
  rawJSON(text: string): ExactInteger;
  isRawJSON(value: unknown): value is ExactInteger;
}

const raw = JSON as unknown as RawJson;

/** A plain number where that is exact. Only int64 is kept: kubectl itself reads what is larger as a float. */
export function integerFrom(value: bigint): number | ExactInteger {
  const fitsInt64 = BigInt.asIntN(64, value) === value;
  return !fitsInt64 || Number.isSafeInteger(Number(value)) ? Number(value) : raw.rawJSON(value.toString());
}

export function isExactInteger(value: unknown): value is ExactInteger {
  return raw.isRawJSON(value);
}

/** As near as a JavaScript number comes: what `JSON.parse` makes of the same digits in an API answer. */
export function nearestNumber(value: ExactInteger): number {
  return Number(value.rawJSON);
}
