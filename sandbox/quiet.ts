import { setImmediate as macrotask, setTimeout as pause } from 'node:timers/promises';

export interface Work {
  isSettled(): boolean;
  /** Changes with whatever begins or ends. */
  activity(): number;
  isHeld(): boolean;
  /** No timer is left, and without one the awaited work may never settle. */
  isStranded(): boolean;
  /** Resolves when nothing is held any more, or the awaited work is settled. */
  released(): Promise<void>;
  watchesInputOutput: boolean;
}

/** Turns of the event loop without anything happening after which nobody is taken to be at work: Google's clients let one pass before they answer. */
const quietTurns = 2;
/** As many where bytes may be on their way between two sockets. */
const quietTurnsWithSockets = 3;
const graceMilliseconds = 500;

/** Resolves when the awaited work is settled or nobody works. */
export async function untilQuiet(work: Work): Promise<void> {
  const turns = work.watchesInputOutput ? quietTurnsWithSockets : quietTurns;
  for (let quiet = 0; quiet < turns; ) {
    if (work.isHeld() && !work.isSettled()) await work.released();
    const before = work.activity();
    await (work.watchesInputOutput ? macrotask() : tick());
    if (work.isSettled()) return;
    const streaming = work.watchesInputOutput && isReadingOrWriting();
    const busy = streaming || work.isHeld() || work.activity() !== before;
    if (streaming) await pause(1);
    quiet = busy ? 0 : quiet + 1;
  }
  if (work.isStranded() && (await hasComeBack(work))) await untilQuiet(work);
}

/** Resolves when all microtasks are done. */
function tick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** Before a dead end is declared: what nobody told us of may still come back, a child process for example. */
async function hasComeBack(work: Work): Promise<boolean> {
  const before = work.activity();
  for (let waited = 0; waited < graceMilliseconds; waited += 5) {
    if (work.isSettled() || work.isHeld() || work.activity() !== before) return true;
    await pause(5);
  }
  return false;
}

function isReadingOrWriting(): boolean {
  return process
    .getActiveResourcesInfo()
    .some((name) => name.startsWith('FSReq') || name.endsWith('ReqWrap') || name.endsWith('ConnectWrap'));
}
