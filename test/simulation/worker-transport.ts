import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Transport } from '../../shared/transport.ts';
import { perform } from './command.ts';
import { type PlannedFault, plantedInCompute, plantedInKubernetes, slowAnswer, statusOfPage } from './faults.ts';
import type { SentCall, Trigger } from './history.ts';
import { otherwiseSorted } from './list-order.ts';
import { partOf } from './list-part.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Worker } from './worker.ts';

/** What the transport knows of the function it serves. */
export interface Station {
  worker: Worker;
  trigger: Trigger;
  /** The pass that a request belongs to: several go on side by side. */
  run: AsyncLocalStorage<string>;
}

/**
 * A worker's way to the APIs: every request takes a while, which decides who goes next; it may meet a fault, or be the
 * last thing the worker does. All of it is on record.
 */
export function workerTransport(world: SimulatedWorld, station: Station): Transport {
  const { worker } = station;
  const { incarnation } = worker;
  return async (url, init) => {
    await worker.proceed(incarnation);
    // It may have died in this very moment, of the request before this one.
    if (worker.isOver(incarnation)) await worker.proceed(incarnation);
    const call = record(world, station, { url, init });
    interfere(world, call);
    const fault = world.faultFor(worker, call);
    call.fault = fault?.fault ?? null;
    if (fault?.fault === 'crash before send') worker.crash();
    if (fault?.fault === 'F-19') worker.freeze(fault.seconds ?? 90);
    if (fault?.fault === 'F-21') killLater(world, worker, fault);
    await worker.proceed(incarnation);
    await travel(world, worker);
    const response = await served(world, call, { url, init, fault }).catch((error: unknown) => ({ error }));
    if (fault?.fault === slowAnswer && 'headers' in response) await endLate(world, response, fault);
    if (fault?.fault === 'crash after apply' && incarnation === worker.incarnation) worker.crash();
    await travel(world, worker);
    await worker.proceed(incarnation);
    call.answeredAt = world.clock.now();
    world.history.add({ kind: 'answered', call });
    if (fault?.fault === 'crash after response') void world.clock.sleep(0).then(() => dies(worker, incarnation));
    if ('error' in response) throw response.error;
    return response;
  };
}

/** F-23: others act while a request is on its way. */
function interfere(world: SimulatedWorld, { method, path }: SentCall): void {
  world.interludes = world.interludes.flatMap((command) => {
    const { during = '', nth = 1 } = command;
    if (!`${method} ${path}`.includes(during)) return [command];
    if (nth > 1) return [{ ...command, nth: nth - 1 }];
    void perform(world, command);
    return [];
  });
}

function dies(worker: Worker, incarnation: number): void {
  if (worker.incarnation === incarnation) worker.crash();
}

/** F-21: the platform ends what takes too long, as long as anything goes wrong at all. */
function killLater(world: SimulatedWorld, worker: Worker, { seconds = 1 }: PlannedFault): void {
  const { incarnation } = worker;
  void world.clock.sleep(seconds * 1000).then(() => world.hasFaults && dies(worker, incarnation));
}

/** Mostly a few milliseconds; now and then long enough for another worker to do a whole pass. */
function travel({ clock }: SimulatedWorld, worker: Worker): Promise<void> {
  const chance = worker.chance();
  const milliseconds = chance < 0.97 ? Math.floor(chance * 40) : Math.floor(worker.chance() * 3000);
  return clock.sleep(milliseconds);
}

async function endLate({ clock }: SimulatedWorld, { headers }: Response, { seconds = 1 }: PlannedFault): Promise<void> {
  const date = Date.parse(headers.get('date') ?? '');
  await clock.sleep(seconds * 1000);
  if (!Number.isNaN(date)) headers.set('date', new Date(date + seconds * 1000).toUTCString());
}

interface Sending {
  url: string;
  init: RequestInit;
}

function record(world: SimulatedWorld, { worker, trigger, run }: Station, { url, init }: Sending): SentCall {
  const { host, pathname, protocol, search, searchParams } = new URL(url);
  worker.calls += 1;
  const call: SentCall = {
    number: worker.calls,
    worker: worker.name,
    incarnation: worker.incarnation,
    trigger,
    run: run.getStore() ?? null,
    api: host === 'compute.googleapis.com' ? 'compute' : host.startsWith('kubernetes.') ? 'kubernetes' : 'other',
    method: (init.method ?? 'GET').toUpperCase(),
    path: pathname.replace('/compute/v1/', ''),
    query: search,
    body:
      typeof init.body === 'string' ? init.body : init.body ? Buffer.from(init.body as Uint8Array).toString() : null,
    mutates: changes(init.method ?? 'GET', pathname, searchParams),
    requestId: searchParams.get('requestId'),
    ...(protocol === 'http:' && { isInClear: new Headers(init.headers).has('authorization') }),
    sentAt: world.clock.now(),
    servedAt: null,
    answeredAt: null,
    status: null,
    fault: null,
  };
  world.history.add({ kind: 'sent', call });
  return call;
}

/** A notice is for people: it changes neither cloud nor cluster. */
const askingPosts =
  /\/(listManagedInstances|getHealth|wait|entries:list|self(subjectaccess|subjectrules)reviews)$|:publish$/;

/** By other words than the product's, whose own decide what the kill switch is asked for. */
function changes(method: string, path: string, query: URLSearchParams): boolean {
  if (method.toUpperCase() === 'GET' || query.get('dryRun') === 'All') return false;
  return !(method.toUpperCase() === 'POST' && askingPosts.test(path));
}

async function served(
  world: SimulatedWorld,
  call: SentCall,
  { url, init, fault }: Sending & { fault: PlannedFault | undefined },
): Promise<Response> {
  const unplant = fault ? plant(world, call, fault) : undefined;
  if (call.api === 'other' && fault && !fault.fault.startsWith('crash') && fault.fault !== 'F-19')
    throw new TypeError('fetch failed');
  const waits = /\/operations\/[^/]+\/wait$/.test(call.path);
  try {
    const answering = noted(world, call, sorted(world, call, world.serve(url, init, markOf(call))));
    if (call.api === 'compute') unplant?.();
    const response = await (waits || call.fault === 'F-02' ? answering : world.clock.hold(answering));
    // Whatever a page says of itself, nobody has been answered by it.
    call.status = call.fault === 'F-12' ? 502 : response.status;
    return response;
  } finally {
    unplant?.();
    call.servedAt = world.clock.now();
    world.history.add({ kind: 'served', call });
  }
}

async function sorted(
  { setup, chance }: SimulatedWorld,
  call: SentCall,
  answering: Promise<Response>,
): Promise<Response> {
  const isList = setup.shape.isUnsorted && call.api === 'compute' && call.method === 'GET' && call.fault === null;
  const answer = await answering;
  return isList && answer.ok ? otherwiseSorted(answer, chance) : answer;
}

/** Which part of a list it is that comes; what breaks on its way tells nothing. */
async function noted(
  { setup, partEnds }: SimulatedWorld,
  call: SentCall,
  answering: Promise<Response>,
): Promise<Response> {
  if (setup.shape.pageSize === undefined || call.fault === 'F-03' || call.fault === 'F-12') return answering;
  const answer = await answering;
  const part = answer.ok ? await partOf(call, answer, partEnds) : undefined;
  if (part) call.part = part;
  return answer;
}

/** For this call alone. */
function plant(
  { compute, kubernetes }: SimulatedWorld,
  call: SentCall,
  planned: PlannedFault,
): (() => void) | undefined {
  const { fault } = planned;
  if (fault.startsWith('crash') || fault === 'F-19' || fault === 'F-21' || fault === slowAnswer) return undefined;
  const principal = principalOf(call.worker);
  if (call.api === 'compute') {
    const planted = compute.faults.add({
      ...plantedInCompute(planned, call.number),
      when: (one) => one.principal === principal,
    });
    return () => planted.remove();
  }
  const name = plantedInKubernetes(fault);
  if (!name) return undefined;
  const isThis = ({ userAgent }: { userAgent: string }) => userAgent === markOf(call);
  return kubernetes.faults.add({
    fault: name,
    times: 1,
    when: isThis,
    delayMilliseconds: 5000,
    ...(fault === 'F-12' && { status: planned.status ?? statusOfPage(call.number), isPlain: planned.isPlain ?? false }),
    ...(planned.status === undefined && appliedOf(call)),
  });
}

/** A write whose answer breaks was carried out every other time. */
function appliedOf({ method, number, fault }: SentCall): { isApplied?: boolean } {
  const mayBe = fault === 'F-03' || fault === 'F-06' || fault === 'F-12';
  return mayBe && method !== 'GET' ? { isApplied: number % 2 === 0 } : {};
}

function markOf({ worker, number }: SentCall): string {
  return `${worker} ${number}`;
}

export function principalOf(worker: string): string {
  return `${worker}@my-project.iam.gserviceaccount.com`;
}
