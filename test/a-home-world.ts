import { authorizeBy, gkeMethods, permissionsOfMethods, permissionsOfRole, wiringMethods } from '../infra/roles.ts';
import { type Cloud, type CloudOptions, cloudTransport } from '../sandbox/cloud.ts';
import { holdTransport } from '../sandbox/hold-transport.ts';
import { createHome, exampleDirectory, fillHome, type HomeOptions } from '../sandbox/home.ts';
import type { Kubernetes } from '../sandbox/kubernetes/kubernetes.ts';
import { type SeedOptions, seedProject } from '../sandbox/seed-cluster.ts';
import { createVirtualClock, type VirtualClock } from '../sandbox/virtual-clock.ts';
import { readConfig } from '../shared/config.ts';
import { fixedCredentials } from '../shared/credentials.ts';
import { jsonLog } from '../shared/log.ts';
import type { JsonObject } from '../shared/model/json.ts';
import type { World } from '../shared/world.ts';

export interface HomeWorld {
  clock: VirtualClock;
  cloud: Cloud;
  kubernetes: Kubernetes;
  /** What the product is given. */
  world: World;
  lines: JsonObject[];
  close(): void;
}

export interface HomeWorldOptions extends SeedOptions {
  seed?: number;
  compute?: CloudOptions['compute'];
  grants?: CloudOptions['grants'];
  authorize?: CloudOptions['authorize'];
  environment?: Record<string, string>;
}

/** Whom the product's calls are of. It holds what the generated roles give, so whatever uses this world proves them. */
export const ownAccount = `underpin@${seedProject}.iam.gserviceaccount.com`;
const mayCall = authorizeBy([
  ...permissionsOfRole('builder'),
  ...permissionsOfMethods([...wiringMethods, ...gkeMethods]),
  // Given on one subscription, on one topic, and only where the audit log may be read (roles.tf, events.tf).
  ...permissionsOfMethods(['pubsub.subscriptions.pull', 'pubsub.topics.publish', 'logging.entries.list']),
]);

/** The cluster of examples/containers, an hour old and in order, on a virtual clock, with the product's world beside it. */
export async function aHomeWorld(options: HomeWorldOptions = {}): Promise<HomeWorld> {
  const clock = createVirtualClock({ seed: options.seed ?? 1 });
  const authorize =
    options.authorize ?? ((request) => (request.principal === ownAccount ? mayCall(request) : undefined));
  const settings = { runtime: clock, ...options, authorize } satisfies HomeOptions;
  const home = createHome(settings);
  const { cloud, kubernetes } = home;
  await clock.drive(fillHome(home, settings));
  await clock.advance(3_600_000);
  cloud.compute.calls.length = 0;
  kubernetes.calls.length = 0;
  const lines: JsonObject[] = [];
  const world: World = {
    config: readConfig({ UNDERPIN_DECLARATIONS: exampleDirectory, ...options.environment }),
    runtime: clock,
    transport: holdTransport(clock, cloudTransport(cloud)),
    credentials: fixedCredentials(ownAccount),
    log: jsonLog((line) => lines.push(JSON.parse(line))),
  };
  return { clock, cloud, kubernetes, world, lines, close: () => cloud.close() };
}
