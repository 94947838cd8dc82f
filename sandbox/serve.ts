import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../shared/config.ts';
import { fixedCredentials } from '../shared/credentials.ts';
import { readDeclared } from '../shared/declared/declared.ts';
import { jsonLog } from '../shared/log.ts';
import type { Runtime } from '../shared/runtime.ts';
import { fetchTransport } from '../shared/transport.ts';
import type { World } from '../shared/world.ts';
import { wireDriftAudit, wireNodeChange } from './cloud/wiring.ts';
import { cloudTransport } from './cloud.ts';
import { DeployedGrants, deployInto } from './deployed-home.ts';
import { serveDoors } from './function-doors.ts';
import { serveFunctions } from './functions.ts';
import { createHome, exampleDirectory, fillHome, type Home } from './home.ts';
import type { RunningNode } from './kubernetes/controllers/node-keeper.ts';
import { kubeconfig } from './kubernetes/kubeconfig.ts';
import type { NodeRunner } from './kubernetes/node-runner.ts';
import { whyNoLoopDevices } from './kubernetes/real/loop-device.ts';
import { RealNodes } from './kubernetes/real/real-nodes.ts';
import { createPacedClock } from './paced-clock.ts';
import { seedProject } from './seed-cluster.ts';
import { type Endpoints, serveCloud } from './serve-cloud.ts';
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
  const grants = new DeployedGrants(seedProject, [`nodes@${seedProject}.iam.gserviceaccount.com`]);
  const home = createHome({ runtime: clock, ...latency, grants: grants.grants });
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
  const doors = await serveDoors(functions, home.cloud.accounts.functions);
  nameCluster(home, api.url);
  await fillHome(home, { runtime: clock, ...latency });
  deployInto(home, { declared: await readDeclared(exampleDirectory), urls: doors });
  wireNodeChange(home.cloud, {
    project: seedProject,
    endpoint: `${doors.nodeChange}/projects/${seedProject}/topics/underpin-nodes`,
    audience: doors.nodeChange,
    ownAccount: account,
  });
  const schedule = wireDriftAudit(home.cloud, {
    project: seedProject,
    region: 'us-central1',
    endpoint: doors.driftAudit,
  });
  home.cloud.compute.onEvent((event) => witness.takeCompute(event));
  void keepLooking(witness, clock);
  const file = writeKubeconfig(api.url);
  const { nodeChange, driftAudit, manualRepair } = functions;
  console.log(
    JSON.stringify({
      compute: `${endpoints.compute}/compute/v1/`,
      kubeconfig: file,
      kubernetes: api.url,
      pubsub: hostOf(endpoints.pubsub),
      functions: { nodeChange, driftAudit, manualRepair },
      project: seedProject,
      logging: endpoints.logging,
      scheduler: endpoints.scheduler,
      storage: endpoints.storage,
      accounts: endpoints.accounts,
      token: `${endpoints.accounts}/token`,
      schedule,
      environment: environmentOf(endpoints, file),
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

/** Pods start and stop without an event of Compute Engine. */
async function keepLooking(witness: Witness, clock: Runtime): Promise<never> {
  for (;;) {
    await clock.sleep(2000);
    witness.look();
  }
}

/** With these, `underpin` on this machine works on this cloud. */
function environmentOf({ compute, accounts, logging, scheduler, pubsub, storage }: Endpoints, file: string) {
  return {
    UNDERPIN_COMPUTE_ENDPOINT: `${compute}/compute/v1/`,
    UNDERPIN_CONTAINER_ENDPOINT: `${accounts}/v1/`,
    UNDERPIN_ACCOUNTS_ENDPOINT: accounts,
    UNDERPIN_LOGGING_ENDPOINT: logging,
    UNDERPIN_SCHEDULER_ENDPOINT: scheduler,
    PUBSUB_EMULATOR_HOST: hostOf(pubsub),
    STORAGE_EMULATOR_HOST: storage,
    KUBECONFIG: file,
  };
}

/** GKE tells an address at which other processes reach the API server too. */
function nameCluster({ cloud, kubernetes }: Home, url: string): void {
  cloud.accounts.addCluster({ project: seedProject, location: 'us-central1-a', name: 'home', endpoint: url });
  cloud.hosts.set(hostOf(url), kubernetes.handle);
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
