import { makePeace, perform } from './command.ts';
import { type Convergence, converge } from './converge.ts';
import { fillWorld } from './fill-world.ts';
import type { Entry } from './history.ts';
import { aScript, aShape } from './scenarios.ts';
import type { Script } from './script.ts';
import type { WorldShape } from './shape.ts';
import { createSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';

export interface Run {
  script: Script;
  entries: readonly Entry[];
  /** Where the story begins; what is before it was there before Underpin. */
  start: number;
  convergence: Convergence;
}

/** The story of a script, and what becomes of its world when nothing goes wrong any more. */
export async function runScript(script: Script): Promise<Run> {
  rehearsed ??= runOnce(rehearsal);
  await rehearsed;
  return runOnce(script);
}

/** Libraries are loaded when they are first asked for: that a seed is the same history in each process, once is before the first. */
let rehearsed: Promise<unknown> | undefined;
const rehearsal = aScript({
  shape: { ...aShape({ filled: 1 }), isExposed: true },
  commands: ['send an event', 'edit the firewall', 'audit at night', 'plan and apply'],
});

async function runOnce(script: Script): Promise<Run> {
  const world = createSimulatedWorld(script);
  try {
    await fillWorld(world);
    const start = world.history.entries.length;
    world.beginLogging();
    world.history.add({ kind: 'declared', files: world.files, state: 'whole' });
    world.interludes = script.commands.filter(({ during }) => during);
    for (const command of script.commands.filter(({ during }) => !during)) {
      await world.clock.advance(command.after);
      void perform(world, command);
    }
    await world.clock.advance(10_000);
    await endFaults(world);
    const convergence = await converge(world);
    world.history.add({ kind: 'command', words: 'the end' });
    return { script, entries: world.history.entries, start, convergence };
  } finally {
    world.close();
  }
}

const longestQuietMilliseconds = 15 * 60_000;
/** Until VMs and nodes are at rest, and nobody holds the Lease who died. */
function restMilliseconds({ repairSeconds = 0 }: WorldShape): number {
  return 65_000 + repairSeconds * 1000;
}

/** The mail that is open is lost: what converge.ts sends has to be enough. */
async function endFaults(world: SimulatedWorld): Promise<void> {
  world.hasFaults = false;
  world.interludes = [];
  world.post.close();
  makePeace(world);
  world.history.add({ kind: 'faults end' });
  const began = world.clock.now();
  const isAtWork = () => world.post.underWay > 0 || world.workers.some(({ isFrozen }) => isFrozen);
  while (isAtWork() && world.clock.now() - began < longestQuietMilliseconds) await world.clock.advance(5000);
  makePeace(world);
  await world.clock.advance(restMilliseconds(world.setup.shape));
}
