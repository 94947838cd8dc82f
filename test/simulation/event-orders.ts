import { askCompute } from './ask-compute.ts';
import { fillWorld } from './fill-world.ts';
import { scenarios } from './scenarios.ts';
import { createSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';
import { noTotals, type Result } from './totals.ts';
import { wrongsOf } from './wrongs.ts';

/**
 * I-21: a VM is deleted and comes back under its name; the log entries of that are the events. However they come, the
 * world ends the same, and is changed as if one had come.
 */
export type EventOrder = readonly number[];

const mostEvents = 6;

/** All orders of the events, once and three times over, and all orders in which one of them never comes. */
export async function ordersOfEvents(): Promise<EventOrder[]> {
  const { world, events } = await aChangedWorld();
  world.close();
  const numbers = events.map((_, index) => index);
  const orders = permutations(numbers);
  return [
    ...orders,
    ...orders.map((order) => [...order, ...order, ...order]),
    ...numbers.flatMap((left) => permutations(numbers.toSpliced(left, 1))),
  ];
}

let clean: Promise<string[]> | undefined;

/** Fails when something else is done, or left undone, than when each event comes once and in its turn. */
export async function playOrder(order: EventOrder): Promise<Result> {
  clean ??= changesAfter(Array.from({ length: mostEvents }, (_, index) => index));
  const [wanted, found] = [(await clean).join('\n'), (await changesAfter(order)).join('\n')];
  const failures = [
    ...(wanted === '' ? ['I-21: the events lead to nothing at all'] : []),
    ...(found === wanted ? [] : [`I-21: the events lead to\n${found}\nand should lead to\n${wanted}`]),
  ];
  return { name: `events ${order.join()}`, failures, totals: { ...noTotals(), runs: 1, converged: 1 } };
}

async function aChangedWorld(): Promise<{ world: SimulatedWorld; events: string[] }> {
  const script = scenarios['a VM comes back under its name'];
  if (!script) throw new Error('the scenario is gone');
  const world = createSimulatedWorld({ ...script, shape: { ...script.shape, staleMembers: 'vanish' } });
  await fillWorld(world);
  const events: string[] = [];
  world.post.publish = (data) => void events.push(data);
  world.beginLogging();
  const [vm] = world.compute.state.list('instances', 'my-project');
  void askCompute(world, `DELETE zones/us-central1-a/instances/${vm?.name}`);
  await world.clock.advance(90_000);
  return { world, events: events.slice(0, mostEvents) };
}

/** Requests that change the cloud, and what is wrong in the end. */
async function changesAfter(order: EventOrder): Promise<string[]> {
  const { world, events } = await aChangedWorld();
  const [staff] = world.staff;
  const deliveries = order.map(async (index, place) => {
    await world.clock.sleep(place * 700);
    const publishTime = new Date(world.clock.now()).toISOString();
    await staff?.deliver({ id: `${place}`, data: events[index] ?? '', publishTime, attempts: 0 });
  });
  await world.clock.drive(Promise.all(deliveries));
  await world.clock.advance(20_000);
  const writes = world.history.entries.flatMap((entry) =>
    entry.kind === 'sent' && entry.call.api === 'compute' && entry.call.mutates
      ? [`${entry.call.path} ${entry.call.body}`]
      : [],
  );
  world.close();
  return [...writes, ...wrongsOf(world).map(({ words }) => words)];
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}
