import { numberAt, textAt } from './foreign.ts';

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const withoutZone = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?: ?(?:UTC|Z))?$/;

/**
 * RFC 3339 as it stands, the protobuf form `{seconds, nanos}`, or a time without zone, which exports write and mean as UTC.
 */
export function momentAt(value: unknown, key: string): string | null {
  const text = textAt(value, key);
  if (text !== null) return readText(text);
  const seconds = numberAt(value, key, 'seconds');
  return seconds === null ? null : fromSeconds(seconds, numberAt(value, key, 'nanos') ?? 0);
}

function readText(text: string): string | null {
  if (text.length > 40) return null;
  const [, day, time] = withoutZone.exec(text) ?? [];
  const moment = day === undefined ? text : `${day}T${time}Z`;
  // Go writes a time that nobody set as the year 1.
  return rfc3339.test(moment) && Date.parse(moment) >= 0 ? moment : null;
}

function fromSeconds(seconds: number, nanos: number): string | null {
  const date = new Date(seconds * 1000 + Math.floor(nanos / 1e6));
  const year = date.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? date.toISOString() : null;
}
