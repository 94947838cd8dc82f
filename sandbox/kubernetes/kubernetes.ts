import type { Runtime } from '../../shared/runtime.ts';
import type { Transport } from '../../shared/transport.ts';
import { createAddresses } from './addresses.ts';
import type { Authenticate, Authorize } from './authorize.ts';
import type { Call } from './call.ts';
import { type ControllerOptions, type Controllers, startControllers } from './controllers/controllers.ts';
import { followDefinitions } from './definitions.ts';
import { FaultPlan, type Faults } from './faults.ts';
import { createHand, type Hand } from './hand.ts';
import { handleRequest, type Server } from './handle.ts';
import { ObjectStore } from './object-store.ts';
import { ResourceTable } from './resource-table.ts';
import type { World } from './world.ts';

export interface KubernetesOptions extends ControllerOptions {
  runtime: Runtime;
  /** Who may do what; everybody everything when absent. */
  authorize?: Authorize;
  /** Whose token it is; an administrator's when absent. */
  authenticate?: Authenticate;
  /** False: nothing moves by itself, only what is written is there. */
  controllers?: boolean;
  /** True: no managed fields, and no checks of what the cluster's own parts write. */
  plain?: boolean;
  /** How far the time that the answers tell is off, in milliseconds. */
  clockOff?: number;
  /** No page of a list holds more objects, whatever `limit` is asked for. */
  pageLimit?: number | undefined;
}

/** A Kubernetes API server with the controllers, scheduler and kubelets of a small cluster, in memory. */
export interface Kubernetes extends Omit<Controllers, 'logs'> {
  handle(request: Request): Promise<Response>;
  /** The same without a socket, for in-process clients. */
  transport: Transport;
  store: Hand;
  calls: Call[];
  faults: Faults;
  /** Takes effect with the next request. */
  authorize: Authorize | undefined;
  authenticate: Authenticate | undefined;
}

export function createKubernetes(options: KubernetesOptions): Kubernetes {
  const world = createWorld(options);
  const { logs, ...controllers } = startControllers(world, options);
  const server: Server = {
    world,
    calls: [],
    faults: new FaultPlan(),
    logs,
    authorize: options.authorize,
    authenticate: options.authenticate,
  };
  const handle = (request: Request) => handleRequest(server, request);
  // One object, and no accessors to another: V8 would keep them, and the whole cluster with them (docs/decisions.md).
  return Object.assign(server, {
    ...controllers,
    handle,
    transport: ((url, init) => handle(new Request(url, init))) satisfies Transport,
    store: createHand(world),
  });
}

function createWorld({ runtime, controllers, plain, clockOff = 0, pageLimit }: KubernetesOptions): World {
  const [store, table] = [new ObjectStore(), new ResourceTable()];
  const services = table.find('', 'v1', 'services');
  if (!services) throw new Error('schema.json has no Service; make it anew with schema/extract.ts');
  const world: World = {
    runtime,
    store,
    table,
    addresses: createAddresses(store, services),
    hasControllers: controllers !== false,
    isPlain: plain === true,
    clockOff,
    pageLimit: pageLimit ?? Number.POSITIVE_INFINITY,
  };
  followDefinitions(world);
  return world;
}
