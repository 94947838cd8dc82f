import { AsyncLocalStorage } from 'node:async_hooks';
import { driftAudit } from '../../functions/drift-audit.ts';
import { manualRepair } from '../../functions/manual-repair.ts';
import { nodeChange } from '../../functions/node-change.ts';
import type { Config } from '../../shared/config.ts';
import { readConfig } from '../../shared/config.ts';
import { fixedCredentials } from '../../shared/credentials.ts';
import { declarationsOf } from '../../shared/declared/declared.ts';
import { plansInMemory } from '../../shared/known-plans.ts';
import { jsonLog, type Log } from '../../shared/log.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { repair } from '../../shared/repair.ts';
import type { World } from '../../shared/world.ts';
import { readFrom } from './declaration-files.ts';
import type { Trigger } from './history.ts';
import { type Answer, askOverHttp } from './http-exchange.ts';
import type { Message } from './post-office.ts';
import { clusterName, project, secret } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Worker } from './worker.ts';
import { principalOf, type Station, workerTransport } from './worker-transport.ts';

/** The three functions on one worker, made anew with each of its lives, when they are first asked for. */
export interface Staff {
  worker: Worker;
  /** Rejects when the event is refused, or dies with the worker. */
  deliver(message: Message): Promise<void>;
  repair(body: JsonObject, authorization?: string): Promise<Answer>;
  audit(): Promise<Answer>;
  /** As `underpin stack down` does it: planned, read, and applied. */
  takeDown(stack: string): Promise<void>;
}

/** Until Pub/Sub notices that an instance is no more. */
const lostMilliseconds = 3000;

export function staffOf(simulated: SimulatedWorld, worker: Worker): Staff {
  let open = new Set<() => void>();
  let made: ReturnType<typeof functionsOf> | undefined;
  const functions = () => {
    made ??= functionsOf(simulated, worker);
    return made;
  };
  // Not written where it is assigned: V8 would keep it, and the whole world with it (docs/decisions.md).
  const beginAnew = () => {
    const lost = open;
    open = new Set();
    made = undefined;
    for (const lose of lost) lose();
  };
  worker.onCrash = beginAnew;
  /** What dies with the worker is heard of a while later. */
  const orLost = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const lose = () =>
        void simulated.clock.sleep(lostMilliseconds).then(() => reject(new Error('the instance is gone')));
      open.add(lose);
      work.then(resolve, reject).finally(() => open.delete(lose));
    });
  const ask = async (trigger: Trigger, serve: () => Promise<Answer>, { apply, plan, scope }: JsonObject = {}) => {
    const applies = apply === true;
    const part = JSON.stringify(scope ?? 'everything');
    simulated.history.add({ kind: 'asked', worker: worker.name, trigger, applies, plan: String(plan), part });
    const answer = await orLost(serve());
    simulated.history.add({ kind: 'answer', worker: worker.name, trigger, ...answer });
    return answer;
  };
  return {
    worker,
    deliver: async (message) => {
      const by = { worker: worker.name, incarnation: worker.incarnation };
      simulated.post.note(message, 'delivered', by);
      try {
        await orLost(functions().nodeChange(message));
        simulated.post.note(message, 'acknowledged', by);
      } catch (error) {
        const isLost = by.incarnation !== worker.incarnation;
        simulated.post.note(message, isLost ? 'lost' : 'refused', by);
        throw error;
      }
    },
    repair: (body, authorization) => ask('repair', () => functions().repair(body, authorization), body),
    audit: () => ask('audit', () => functions().audit()),
    takeDown: async (stack) => {
      const scope = `no stack ${stack}`;
      const { body } = await ask('repair', () => functions().takeDown(stack, null), { scope });
      const { plan } = JSON.parse(body) as { plan: { hash: string } };
      await ask('repair', () => functions().takeDown(stack, plan.hash), { scope, apply: true, plan: plan.hash });
    },
  };
}

function functionsOf(simulated: SimulatedWorld, worker: Worker) {
  const onEvent = nodeChange(worldFor(simulated, worker, 'event'));
  const onRequest = manualRepair(worldFor(simulated, worker, 'repair'));
  const audit = driftAudit(worldFor(simulated, worker, 'audit'));
  return {
    nodeChange: async ({ id, data, publishTime }: Message) => {
      const message = { data: Buffer.from(data).toString('base64'), messageId: id, publishTime };
      const type = 'google.cloud.pubsub.topic.v1.messagePublished';
      await onEvent({ specversion: '1.0', id, type, source: 'underpin', data: { message } } as never);
    },
    repair: (body: JsonObject, authorization?: string) =>
      askOverHttp(onRequest, { method: 'POST', body, authorization }),
    audit: () => askOverHttp(audit, { method: 'POST', body: {} }),
    takeDown: takingDown(worldFor(simulated, worker, 'repair')),
  };
}

/** Only a terminal asks for it, which is no function. */
function takingDown(world: World) {
  const plans = plansInMemory();
  return async (stack: string, plan: string | null): Promise<Answer> => {
    const { declared } = await declarationsOf(world);
    const [own] = declared;
    if (!own) throw new Error('no cluster is declared');
    const mode = plan === null ? 'plan' : 'apply';
    const scope = { cluster: clusterName, concern: 'removal', only: { stack }, mode } as const;
    return { status: 200, body: JSON.stringify(await repair(own, { scope, plan }, { world, plans })) };
  };
}

const config: Config = { ...readConfig({}), reportTopic: `projects/${project}/topics/underpin-reports` };

export function worldFor(simulated: SimulatedWorld, worker: Worker, trigger: Trigger): World {
  const { history, setup } = simulated;
  const station: Station = { worker, trigger, run: new AsyncLocalStorage() };
  const { incarnation } = worker;
  const write = (text: string) => {
    const line = JSON.parse(text) as JsonObject;
    if (incarnation === worker.incarnation)
      history.add({ kind: 'line', worker: worker.name, incarnation, trigger, line });
  };
  return {
    config: {
      ...config,
      waitSeconds: setup.shape.waitSeconds,
      ...(setup.shape.observes === 'deployment' && { mode: 'observe' }),
    },
    runtime: worker.runtime(),
    transport: workerTransport(simulated, station),
    credentials: fixedCredentials(`${secret} ${principalOf(worker.name)}`),
    log: notingRuns(jsonLog(write), station),
    declarations: () => readFrom(simulated.files),
  };
}

/** A pass binds its id to its log before it does anything else. */
function notingRuns(log: Log, station: Station): Log {
  return {
    ...log,
    with: (facts) => {
      if (typeof facts.run === 'string') station.run.enterWith(facts.run);
      return notingRuns(log.with(facts), station);
    },
  };
}
