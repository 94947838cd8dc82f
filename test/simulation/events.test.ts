import test from 'ava';
import { call, fillWorld } from './fill-world.ts';
import { scenarios } from './scenarios.ts';
import { createSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';
import { wrongsOf } from './wrongs.ts';

/**
 * I-21: a VM is deleted and comes back under its name; the log entries of that are the events. However they come, the
 * world ends the same, and is changed as if one had come.
 */
const script = scenarios['a VM comes back under its name'];

async function aChangedWorld(): Promise<{ world: SimulatedWorld; events: string[] }> {
  if (!script) throw new Error('the scenario is gone');
  const world = createSimulatedWorld({ ...script, shape: { ...script.shape, staleMembers: 'vanish' } });
  await fillWorld(world);
  const events: string[] = [];
  world.post.publish = (data) => void events.push(data);
  world.beginLogging();
  const [vm] = world.compute.state.list('instances', 'my-project');
  void call(world, `zones/us-central1-a/instances/${vm?.name}`, {}, 'DELETE');
  await world.clock.advance(90_000);
  return { world, events: events.slice(0, 6) };
}

/** In that order; several at once when `atOnce`. */
async function changesAfter(order: readonly number[]): Promise<string[]> {
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

test.serial(
  'I-21 events in any order, each three times or each left out, change what one of them changes',
  async (t) => {
    const { world, events } = await aChangedWorld();
    world.close();
    const numbers = events.map((_, index) => index);
    t.true(numbers.length >= 4, `${numbers.length} events`);
    const clean = await changesAfter(numbers);
    t.true(clean.length > 0);
    const orders = permutations(numbers).filter((_, index) => index % 97 === 0);
    for (const order of orders.slice(0, 3)) t.deepEqual(await changesAfter(order), clean, order.join());
    for (const order of orders.slice(3, 5))
      t.deepEqual(await changesAfter([...order, ...order, ...order]), clean, `three times ${order.join()}`);
    for (const left of numbers) t.deepEqual(await changesAfter(numbers.toSpliced(left, 1)), clean, `without ${left}`);
  },
);
