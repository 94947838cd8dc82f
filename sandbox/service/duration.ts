/** Seconds of a duration as proto3 JSON writes it, `600s` or `0.5s`. */
export function secondsOf(duration: unknown): number | undefined {
  const found = /^(-?\d+(?:\.\d+)?)s$/.exec(String(duration ?? ''))?.[1];
  return found === undefined ? undefined : Number(found);
}
