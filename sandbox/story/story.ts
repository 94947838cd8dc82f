import { readConfig } from '../../shared/config.ts';
import { fixedCredentials } from '../../shared/credentials.ts';
import { jsonLog } from '../../shared/log.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { World } from '../../shared/world.ts';
import { wireDriftAudit, wireNodeChange } from '../cloud/wiring.ts';
import { cloudTransport } from '../cloud.ts';
import { type FunctionUrls, serveFunctions } from '../functions.ts';
import { holdTransport } from '../hold-transport.ts';
import { createHome, exampleDirectory, fillHome, type Home } from '../home.ts';
import { seedProject } from '../seed-cluster.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';
import { audience, operator } from './functions-client.ts';
import { scenes } from './scenes.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { Witness } from './witness.ts';

const account = `underpin@${seedProject}.iam.gserviceaccount.com`;

export interface Stage {
  clock: VirtualClock;
  home: Home;
  world: World;
  functions: FunctionUrls;
  timeline: Timeline;
  witness: Witness;
  write(line: string): void;
}

export interface StoryOptions {
  colour: boolean;
  write(line: string): void;
  /** Where the report page goes. */
  reportFile: string;
  /** Where the picture of the replaced node goes. */
  replacementFile: string;
}

/** A few hours in the life of the example's cluster, on a virtual clock, through the real functions; ends by itself. */
export async function playStory(options: StoryOptions): Promise<void> {
  const stage = await setStage(options);
  try {
    for (const scene of scenes) await scene(stage, options);
    sumUp(stage);
    options.write(`\nThe report is a page: ${options.reportFile}`);
    options.write(`The replaced node is a picture: ${options.replacementFile}`);
  } finally {
    stage.home.close();
    await stage.functions.close();
  }
}

async function setStage({ colour, write }: StoryOptions): Promise<Stage> {
  const clock = createVirtualClock({ seed: 7 });
  const home = createHome({ runtime: clock });
  const timeline = createTimeline({ runtime: clock, colour, write });
  const witness = new Witness(home, timeline);
  const world = worldOf(home, clock, (line) => witness.takeLog(line));
  const functions = await serveFunctions(world);
  await clock.drive(fillHome(home, { runtime: clock }));
  await clock.advance(20 * 60_000);
  wireNodeChange(home.cloud, {
    project: seedProject,
    // The framework reads the topic from the path of a push.
    endpoint: `${functions.nodeChange}/projects/${seedProject}/topics/underpin-nodes`,
    ownAccount: account,
  });
  wireDriftAudit(home.cloud, { project: seedProject, region: 'us-central1', endpoint: functions.driftAudit });
  home.cloud.compute.calls.length = 0;
  home.kubernetes.calls.length = 0;
  home.cloud.compute.onEvent((event) => witness.takeCompute(event));
  return { clock, home, world, functions, timeline, witness, write };
}

function worldOf({ cloud }: Home, clock: VirtualClock, tell: (line: JsonObject) => void): World {
  return {
    config: readConfig({
      UNDERPIN_DECLARATIONS: exampleDirectory,
      UNDERPIN_AUDIENCE: audience,
      UNDERPIN_CALLERS: operator,
    }),
    runtime: clock,
    transport: holdTransport(clock, cloudTransport(cloud)),
    credentials: fixedCredentials(account),
    log: jsonLog((line) => tell(JSON.parse(line))),
  };
}

function sumUp({ home, witness, write }: Stage): void {
  const own = home.cloud.compute.calls.filter(({ principal }) => principal === account);
  const counts = new Map<string, number>();
  for (const { method } of own) counts.set(method, (counts.get(method) ?? 0) + 1);
  const list = (seconds: number[]) => seconds.map((one) => `${one.toFixed(1)} s`).join(', ') || 'never';
  write('');
  write(`The pool was wrong for ${list(witness.poolWrongSeconds)}.`);
  write(`The data was away for ${list(witness.dataAwaySeconds)}.`);
  write(`Calls to Compute Engine: ${own.length}`);
  for (const [method, count] of [...counts].sort(([, one], [, other]) => other - one)) {
    write(`  ${String(count).padStart(4)}  ${method}`);
  }
}
