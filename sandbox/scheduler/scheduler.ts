import type { Runtime } from '../../shared/runtime.ts';
import type { Transport } from '../../shared/transport.ts';
import { isObject, type JsonObject } from '../compute/json.ts';
import { parameter, type Route, type ServiceCall } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';
import { mergeByMask } from '../service/mask.ts';
import { pageOf } from '../service/page.ts';
import { createService, type Service, type ServiceOptions } from '../service/service.ts';
import type { Attempter } from './attempt.ts';
import { type Job, jobFrom } from './job.ts';
import { JobRun } from './job-run.ts';

export interface Scheduler extends Service {
  /** As the API takes it: `{name, schedule, timeZone, httpTarget}`. */
  createJob(job: JsonObject): Job;
  job(name: string): Job;
  runJob(name: string): void;
  close(): void;
}

export interface SchedulerOptions extends Pick<ServiceOptions, 'principalOf' | 'authorize'> {
  runtime: Runtime;
  /** How requests to targets leave. */
  transport?: Transport;
  identityToken?(identity: { email: string; audience: string }): Promise<string>;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { runtime, transport = fetch, identityToken = () => Promise.resolve('sandbox') } = options;
  const jobs = new Jobs({ runtime, transport, identityToken });
  const service = createService({ ...options, runtime, routes: schedulerRoutes(jobs) });
  return {
    ...service,
    createJob: (job) => jobs.create(job),
    job: (name) => jobs.get(name).job,
    runJob: (name) => jobs.get(name).runNow(),
    close: () => jobs.stop(),
  };
}

class Jobs {
  readonly #attempter: Attempter;
  readonly #runs = new Map<string, JobRun>();

  constructor(attempter: Attempter) {
    this.#attempter = attempter;
  }

  create(given: JsonObject): Job {
    const job = jobFrom(given, this.#attempter.runtime.now());
    if (this.#runs.has(job.name)) throw new ServiceFailure('ALREADY_EXISTS', `Job ${job.name} already exists.`);
    return this.#keep(job);
  }

  get(name: string): JobRun {
    const run = this.#runs.get(name);
    if (!run) throw new ServiceFailure('NOT_FOUND', 'Job not found.');
    return run;
  }

  change(name: string, given: JsonObject, mask: string): Job {
    const { job } = this.get(name);
    const fields = mask || Object.keys(given).join(',');
    const changed = jobFrom({ ...mergeByMask(job, given, fields), name }, this.#attempter.runtime.now());
    return this.#keep({ ...changed, state: job.state });
  }

  setState(name: string, state: Job['state']): Job {
    const { job } = this.get(name);
    if (job.state === state) throw new ServiceFailure('FAILED_PRECONDITION', `Job is already ${state}.`);
    return this.#keep({ ...job, state });
  }

  delete(name: string): void {
    this.get(name).stop();
    this.#runs.delete(name);
  }

  list(parent: string): Job[] {
    return [...this.#runs.values()].map(({ job }) => job).filter(({ name }) => name.startsWith(`${parent}/jobs/`));
  }

  stop(): void {
    for (const run of this.#runs.values()) run.stop();
  }

  #keep(job: Job): Job {
    this.#runs.get(job.name)?.stop();
    const run = new JobRun(job, this.#attempter).start();
    this.#runs.set(job.name, run);
    return run.job;
  }
}

const named = '/v1/{name=projects/*/locations/*/jobs/*}';

function schedulerRoutes(jobs: Jobs): Route[] {
  const name = (call: ServiceCall) => parameter(call, 'name');
  const parent = (call: ServiceCall) => parameter(call, 'parent');
  const collection = '/v1/{parent=projects/*/locations/*}/jobs';
  return [
    route('GET', collection, 'list', (call) => pageOf(jobs.list(parent(call)), 'jobs', call.query)),
    route('POST', collection, 'create', (call) => jobs.create({ name: `${parent(call)}/jobs/`, ...call.body })),
    route('GET', named, 'get', (call) => jobs.get(name(call)).job),
    route('PATCH', '/v1/{job.name=projects/*/locations/*/jobs/*}', 'update', (call) => changeJob(jobs, call)),
    route('DELETE', named, 'delete', (call) => {
      jobs.delete(name(call));
      return {};
    }),
    route('POST', `${named}:pause`, 'pause', (call) => jobs.setState(name(call), 'PAUSED')),
    route('POST', `${named}:resume`, 'enable', (call) => jobs.setState(name(call), 'ENABLED')),
    route('POST', `${named}:run`, 'run', (call) => {
      const run = jobs.get(name(call));
      run.runNow();
      return run.job;
    }),
  ];
}

function changeJob(jobs: Jobs, call: ServiceCall): Job {
  const mask = call.query.get('updateMask') ?? '';
  return jobs.change(parameter(call, 'job.name'), isObject(call.body) ? call.body : {}, mask);
}

function route(verb: string, path: string, method: string, answer: Route['answer']): Route {
  return { verb, path, method: `cloudscheduler.jobs.${method}`, answer };
}
