import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHome, exampleDirectory, fillHome, type Home } from '../../sandbox/home.ts';
import { createPacedClock } from '../../sandbox/paced-clock.ts';
import { type Endpoints, serveCloud } from '../../sandbox/serve-cloud.ts';
import { type HttpServer, serveHttp } from '../../sandbox/serve-http.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { repository } from './a-built-directory.ts';

/** The example's cluster on real ports, for a process of its own. */
export interface ServedHome extends Home {
  endpoints: Endpoints;
  kubernetesServer: HttpServer;
}

export async function aServedHome(): Promise<ServedHome> {
  let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const kubernetesServer = await serveHttp((request) => handle(request));
  const options = { runtime: hurriedRuntime(), kubernetesEndpoint: kubernetesServer.url };
  const home = createHome(options);
  handle = home.kubernetes.handle;
  const endpoints = await serveCloud(home.cloud);
  await fillHome(home, options);
  home.cloud.compute.calls.length = 0;
  return { ...home, endpoints, kubernetesServer };
}

/** Nodes boot in a second; over a test the clock goes from a little behind the function's to a little ahead (I-34). */
function hurriedRuntime(speed = 25): Runtime {
  const clock = createPacedClock({ start: Date.now() - 120_000, speed });
  const sleepUnheld = (milliseconds: number, signal?: AbortSignal) =>
    sleep(milliseconds / speed, undefined, { ref: false, ...(signal && { signal }) }).catch(() => undefined);
  return { ...clock, sleep: sleepUnheld };
}

export async function closeHome({ endpoints, kubernetesServer }: ServedHome): Promise<void> {
  await endpoints.close();
  await kubernetesServer.close();
}

export interface ServedFunction {
  url: string;
  /** What it logged: one object a line. */
  lines: JsonObject[];
  stop(): void;
}

/** One function of the directory, by the real functions-framework as Cloud Run starts it. */
export async function serveFunction(
  source: string,
  target: string,
  { home, environment = {} }: { home: ServedHome; environment?: Record<string, string> },
): Promise<ServedFunction> {
  const port = await freePort();
  const command = `${repository}/node_modules/@google-cloud/functions-framework/build/src/main.js`;
  const child = spawn(process.execPath, [command, `--source=${source}`, `--target=${target}`, `--port=${port}`], {
    env: { ...environmentOf(home), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: JsonObject[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  await untilServed(port, child);
  return { url: `http://127.0.0.1:${port}/`, lines, stop: () => child.kill() };
}

function environmentOf({ endpoints }: ServedHome): Record<string, string> {
  return {
    NODE_ENV: 'production',
    NODE_OPTIONS: '--disable-proto=delete',
    K_SERVICE: 'underpin',
    GCE_METADATA_HOST: new URL(endpoints.accounts).host,
    GOOGLE_CLOUD_PROJECT: 'my-project',
    UNDERPIN_DECLARATIONS: exampleDirectory,
    UNDERPIN_COMPUTE_ENDPOINT: `${endpoints.compute}/compute/v1/`,
    UNDERPIN_CONTAINER_ENDPOINT: `${endpoints.accounts}/v1/`,
    UNDERPIN_LOGGING_ENDPOINT: endpoints.logging,
    UNDERPIN_SCHEDULER_ENDPOINT: endpoints.scheduler,
    PUBSUB_EMULATOR_HOST: new URL(endpoints.pubsub).host,
    STORAGE_EMULATOR_HOST: endpoints.storage,
    UNDERPIN_CALLERS: 'operator@my-project.iam.gserviceaccount.com',
    UNDERPIN_AUDIENCE: 'https://manual-repair.example.com',
  };
}

async function untilServed(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    if (await isListening(port)) return;
    await sleep(20);
  }
  throw new Error(`functions-framework ended with ${child.exitCode} before it served`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
