import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../shared/config.ts';
import { fixedCredentials } from '../shared/credentials.ts';
import { jsonLog } from '../shared/log.ts';
import { fetchTransport } from '../shared/transport.ts';
import type { World } from '../shared/world.ts';
import { wireDriftAudit, wireNodeChange } from './cloud/wiring.ts';
import { cloudTransport } from './cloud.ts';
import { serveFunctions } from './functions.ts';
import { createHome, exampleDirectory, fillHome } from './home.ts';
import type { RunningNode } from './kubernetes/controllers/node-keeper.ts';
import { kubeconfig } from './kubernetes/kubeconfig.ts';
import type { NodeRunner } from './kubernetes/node-runner.ts';
import { whyNoLoopDevices } from './kubernetes/real/loop-device.ts';
import { RealNodes } from './kubernetes/real/real-nodes.ts';
import { createPacedClock } from './paced-clock.ts';
import { seedProject } from './seed-cluster.ts';
import { serveCloud } from './serve-cloud.ts';
import { serveHttp } from './serve-http.ts';
import { createTimeline } from './story/timeline.ts';
import { Witness } from './story/witness.ts';

const account = `underpin@${seedProject}.iam.gserviceaccount.com`;

export interface ServeOptions {
  /** As it was typed, as `speed` is. */
  port: string;
  speed: string;
  /** Jobs mount real loop devices, in a mount namespace for each node. */
  realMounts: boolean;
}

/** Stays up until it is stopped, so that gcloud, kubectl, Terraform or another controller can be pointed at it. */
export async function serve({ realMounts, ...words }: ServeOptions): Promise<void> {
  const { port, speed } = numbersIn(words);
  const clock = createPacedClock({ speed });
  // A minute of booting at each start helps nobody who waits for the prompt; later VMs take their real time.
  const latency = { compute: { latencyScale: 0.02 }, ...(realMounts && { runner: realRunner() }) };
  const home = createHome({ runtime: clock, ...latency });
  const timeline = createTimeline({
    runtime: clock,
    colour: false,
    write: (line) => process.stderr.write(`${line}\n`),
  });
  const witness = new Witness(home, timeline);
  const world: World = {
    config: readConfig({ UNDERPIN_DECLARATIONS: exampleDirectory }),
    runtime: clock,
    transport: cloudTransport(home.cloud, fetchTransport()),
    credentials: fixedCredentials(account),
    log: jsonLog((line) => witness.takeLog(JSON.parse(line))),
  };
  const endpoints = await serveCloud(home.cloud, port ? { compute: port } : {});
  const api = await serveHttp(home.kubernetes.handle);
  const functions = await serveFunctions(world);
  await fillHome(home, { runtime: clock, ...latency });
  wireNodeChange(home.cloud, {
    project: seedProject,
    endpoint: `${functions.nodeChange}/projects/${seedProject}/topics/underpin-nodes`,
    ownAccount: account,
  });
  const schedule = wireDriftAudit(home.cloud, {
    project: seedProject,
    region: 'us-central1',
    endpoint: functions.driftAudit,
  });
  home.cloud.compute.onEvent((event) => witness.takeCompute(event));
  console.log(
    JSON.stringify({
      compute: `${endpoints.compute}/compute/v1/`,
      kubeconfig: writeKubeconfig(api.url),
      kubernetes: api.url,
      pubsub: hostOf(endpoints.pubsub),
      functions: {
        nodeChange: functions.nodeChange,
        driftAudit: functions.driftAudit,
        manualRepair: functions.manualRepair,
      },
      project: seedProject,
      logging: endpoints.logging,
      scheduler: endpoints.scheduler,
      storage: endpoints.storage,
      accounts: endpoints.accounts,
      token: `${endpoints.accounts}/token`,
      schedule,
    }),
  );
}

function numbersIn(words: { port: string; speed: string }): { port: number; speed: number } {
  const [port, speed] = [Number(words.port), Number(words.speed)];
  if (!/^\d+$/.test(words.port) || port > 65_535)
    throw new Error(`--port is \`${words.port}\`: give a number up to 65535; 0 takes a free one`);
  if (!(speed > 0 && speed <= 1000))
    throw new Error(`--speed is \`${words.speed}\`: give a number above 0, and 1000 at most`);
  return { port, speed };
}

/** The disk of the example gets a filesystem with something on it, as the simulated one has. */
function realRunner(): (find: (name: string) => RunningNode | undefined) => NodeRunner {
  const why = whyNoLoopDevices();
  if (why) throw new Error(`--real-mounts needs root on Linux with loop devices: ${why}`);
  return (find) => {
    const nodes = new RealNodes(find, formatted);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void nodes.stop().finally(() => process.exit(0)));
    return nodes;
  };
}

function formatted(image: string): void {
  execFileSync('mkfs.ext4', ['-q', '-F', image]);
}

function writeKubeconfig(url: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'underpin-')), 'kubeconfig');
  writeFileSync(file, kubeconfig(url));
  return file;
}

function hostOf(url: string): string {
  return new URL(url).host;
}
