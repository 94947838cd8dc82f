/**
 * Google's clients let the event loop turn once before they answer. Where nothing comes from outside the process it need
 * not: whoever waits for a turn goes on when all that is under way has been done, which takes a quarter of the time.
 */
export function turnAtOnce(): void {
  const next = (callback: (...of: unknown[]) => void, ...of: unknown[]) => process.nextTick(callback, ...of);
  globalThis.setImmediate = next as unknown as typeof setImmediate;
}
