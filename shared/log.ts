/**
 * One JSON object a line, as Cloud Logging reads it: `severity` and `message` are its own words, the rest are facts.
 * Control and bidirectional characters are escaped, long values cut (security.md "Output").
 */
export interface Log {
  info(message: string, facts?: Facts): void;
  warning(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
  /** The same log with facts bound to every line. */
  with(facts: Facts): Log;
}

export type Facts = Record<string, unknown>;

const longestValue = 1024;

export function jsonLog(write: (line: string) => void, bound: Facts = {}): Log {
  const line =
    (severity: string) =>
    (message: string, facts: Facts = {}) =>
      write(`${escapeInvisible(textOf({ severity, message, ...bound, ...facts }))}\n`);
  return {
    info: line('INFO'),
    warning: line('WARNING'),
    error: line('ERROR'),
    with: (facts) => jsonLog(write, { ...bound, ...facts }),
  };
}

export const silentLog: Log = jsonLog(() => undefined);

/** A line that is not longer than the longest value holds none that would be cut. */
function textOf(line: Facts): string {
  const text = JSON.stringify(line);
  return text.length <= longestValue ? text : JSON.stringify(line, cutLongStrings);
}

function cutLongStrings(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
}

/** JSON.stringify leaves C1 controls, line separators and bidirectional overrides as they are. */
export function escapeInvisible(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
