import test from 'ava';
import { type ApplyInput, apply } from '../../../shared/apply/apply.ts';
import { createClients } from '../../../shared/clients.ts';
import { jsonLog } from '../../../shared/log.ts';
import { type Action, type InstanceIdentity, riskOf } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Outcome, Plan, Step } from '../../../shared/model/plan.ts';
import { type Check, guarded, retrying, type Transport } from '../../../shared/transport.ts';
import { reference } from '../../builders/compute.ts';
import { anEmptyProject, type EmptyProject } from '../an-empty-project.ts';

/** Gives the answer in place of the true one, or nothing when it only did something meanwhile. */
type Act = (init: RequestInit) => unknown;

/** Single steps, handed to apply as they are, and what happens right before one of their requests. */
export interface Bench extends EmptyProject {
  /** `METHOD /path` of each request that left. */
  sent: string[];
  lines: JsonObject[];
  /** Right before the first request that matches `METHOD /path?query`, or the first `times` of them. */
  before(request: RegExp, act: Act, times?: number): void;
  /** Nothing more happens before any request. */
  calm(): void;
  vm(name: string): InstanceIdentity;
  /** How much stands in the book of the hour. */
  booked(): number;
  steps(steps: Step[], change?: PlanChange): Promise<Outcome[]>;
  does(action: Action): Promise<Outcome>;
}

interface PlanChange {
  plan?: Partial<Plan>;
  input?: Partial<ApplyInput>;
}

export const leaseKey = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'underpin', name: 'home' };

let made = 0;

/** Each is of a target of its own, so that the breaker does not take it for a repetition. */
export function aStep(action: Action, fields: Partial<Step> = {}): Step {
  const about = { kind: action.kind, target: `Thing/${++made}`, why: 'it differs', rule: 'P-08' };
  return { ...about, risk: riskOf[action.kind], action, requestId: crypto.randomUUID(), ...fields };
}

/** One for all tests of a file, there from the first of them on, and quiet before each. */
export function aSharedBench(prepare?: (bench: Bench) => unknown): Bench {
  const bench = {} as Bench;
  test.before(async () => {
    Object.assign(bench, await aBench());
    await prepare?.(bench);
  });
  test.after.always(() => bench.close?.());
  test.beforeEach(() => {
    bench.calm();
    bench.sent.length = 0;
    bench.lines.length = 0;
  });
  return bench;
}

export async function aBench(...given: Parameters<typeof anEmptyProject>): Promise<Bench> {
  const project = await anEmptyProject(...given);
  const { clock, declared, world } = project;
  const intercepted = intercept(project);
  const lines: JsonObject[] = [];
  const steps = (actions: Step[], { plan, input }: PlanChange = {}) => {
    const under = (transport: Transport) => createClients(world, declared.cluster, retrying(transport, clock));
    const clients = under(world.transport);
    const clientsUnder = (check: Check) => under(guarded(world.transport, check));
    const log = jsonLog((line) => lines.push(JSON.parse(line)));
    const around = { runtime: clock, log, holder: 'this-run', mountImage: null, reads: new Map(), ...input };
    return clock.drive(apply(aPlan(actions, clock.now(), plan), { declared, clients, clientsUnder, ...around }));
  };
  const does = async (action: Action) => (await steps([aStep(action)]))[0] as Outcome;
  const booked = () => {
    const { annotations } = project.kubernetes.store.get(leaseKey)?.metadata ?? {};
    return JSON.parse(annotations?.['underpin.dev/hour'] ?? '[]').length;
  };
  return { ...project, ...intercepted, lines, vm: (name) => identityOf(project, name), booked, steps, does };
}

function intercept({ world }: EmptyProject): Pick<Bench, 'sent' | 'before' | 'calm'> {
  const { transport } = world;
  const planned: { request: RegExp; act: Act; times: number }[] = [];
  const sent: string[] = [];
  world.transport = async (url, init) => {
    const { pathname, search } = new URL(url);
    const line = `${(init.method ?? 'GET').toUpperCase()} ${pathname}`;
    sent.push(line);
    const met = planned.find(({ request, times }) => times > 0 && request.test(line + search));
    if (!met) return transport(url, init);
    met.times -= 1;
    const answer = await met.act(init);
    return answer instanceof Response ? answer : transport(url, init);
  };
  return {
    sent,
    before: (request, act, times = 1) => void planned.push({ request, act, times }),
    calm: () => void planned.splice(0),
  };
}

function identityOf({ cloud }: EmptyProject, name: string): InstanceIdentity {
  const found = cloud.compute.state.list('instances', 'my-project').find((one) => one.name === name);
  return { reference: reference('instances', name, 'us-central1-a'), id: String(found?.id) };
}

function aPlan(actions: Step[], observedAt: number, fields: Partial<Plan> = {}): Plan {
  const nothing = { blocked: [], waiting: [], findings: [] };
  return { cluster: 'home', hash: 'a', observedAt, expiresAt: observedAt + 300_000, actions, ...nothing, ...fields };
}

/** As the API server refuses. */
export function refusal(code: number, reason: string, message = 'no'): Response {
  return Response.json({ kind: 'Status', status: 'Failure', code, reason, message }, { status: code });
}
