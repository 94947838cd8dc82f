import { isObject } from '../compute/json.ts';
import { secondsOf } from '../service/duration.ts';
import { type Attempter, attempt } from './attempt.ts';
import { type Job, nextTime } from './job.ts';

const dayMilliseconds = 86_400_000;

/** A job at work: it waits until it is due, runs, and runs again as its retry configuration says. */
export class JobRun {
  readonly #attempter: Attempter;
  readonly #stop = new AbortController();
  #job: Job;

  constructor(job: Job, attempter: Attempter) {
    this.#job = job;
    this.#attempter = attempter;
  }

  get job(): Job {
    return this.#job;
  }

  start(): this {
    if (this.#job.state === 'ENABLED') void this.#keepSchedule();
    return this;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Runs now, whatever the schedule; the caller does not wait for the outcome. */
  runNow(): void {
    void this.#run(this.#now());
  }

  async #keepSchedule(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const due = nextTime(this.#job, this.#now());
      this.#job = { ...this.#job, scheduleTime: new Date(due).toISOString() };
      await this.#sleepUntil(due);
      if (!this.#stop.signal.aborted) await this.#run(due);
    }
  }

  async #run(scheduleTime: number): Promise<void> {
    const began = this.#now();
    for (let attempts = 1; !this.#stop.signal.aborted; attempts += 1) {
      const lastAttemptTime = new Date(this.#now()).toISOString();
      const status = await attempt(this.#attempter, this.#job, scheduleTime);
      this.#job = { ...this.#job, lastAttemptTime, status };
      if (status.code === undefined || !this.#mayRetry(attempts, began)) return;
      await this.#sleepUntil(this.#now() + this.#backoffSeconds(attempts) * 1000);
    }
  }

  /** With neither a count nor a duration there is no second attempt. */
  #mayRetry(attempts: number, began: number): boolean {
    const { retryCount = 0, maxRetryDuration } = this.#retryConfig();
    const limitSeconds = secondsOf(maxRetryDuration) ?? 0;
    const hasTime = limitSeconds === 0 || this.#now() - began < limitSeconds * 1000;
    const hasCount = Number(retryCount) > 0 ? attempts <= Number(retryCount) : limitSeconds > 0;
    return hasTime && hasCount;
  }

  /** It doubles `maxDoublings` times, then grows by the last step. */
  #backoffSeconds(attempts: number): number {
    const { minBackoffDuration, maxBackoffDuration, maxDoublings = 5 } = this.#retryConfig();
    const least = secondsOf(minBackoffDuration) ?? 5;
    const doublings = Math.min(attempts - 1, Number(maxDoublings));
    const steps = Math.max(1, attempts - Number(maxDoublings));
    return Math.min(secondsOf(maxBackoffDuration) ?? 3600, least * 2 ** doublings * steps);
  }

  #retryConfig() {
    return isObject(this.#job.retryConfig) ? this.#job.retryConfig : {};
  }

  /** In days: a timer of Node cannot be longer than 24 of them. */
  async #sleepUntil(time: number): Promise<void> {
    while (this.#now() < time && !this.#stop.signal.aborted) {
      await this.#attempter.runtime.sleep(Math.min(time - this.#now(), dayMilliseconds), this.#stop.signal);
    }
  }

  #now(): number {
    return this.#attempter.runtime.now();
  }
}
