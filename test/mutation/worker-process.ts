import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import type { Answer, Question } from './messages.ts';

/** Copies of modules are never given back, so that a process has had enough after some hundreds. */
const trialsPerProcess = 300;

/** One process at a time that answers questions. A mutant that never ends takes its process with it. */
export class WorkerProcess {
  #child: ChildProcess | undefined;
  #asked = 0;

  async ask(question: Question, milliseconds: number): Promise<Answer | 'timed out' | 'crashed'> {
    if (this.#asked++ % trialsPerProcess === 0) this.stop();
    this.#child ??= start();
    const child = this.#child;
    const timer = new AbortController();
    const { signal } = timer;
    child.send(question);
    const answer = await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message as Answer),
      once(child, 'exit', { signal }).then(() => 'crashed' as const),
      pause(milliseconds, signal).then(() => 'timed out' as const),
    ]);
    timer.abort();
    if (typeof answer === 'string') this.stop();
    return answer;
  }

  stop(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

function start(): ChildProcess {
  const child = fork(new URL('worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=4096'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (child.pid) setPriority(child.pid, 10);
  return child;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
