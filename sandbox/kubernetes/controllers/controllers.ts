import type { NodeRunner } from '../node-runner.ts';
import { SimulatedNodes } from '../simulated/simulated-nodes.ts';
import type { VmSource } from '../vm.ts';
import type { World } from '../world.ts';
import { Clerk } from './clerk.ts';
import { daemonSets } from './daemon-set.ts';
import { type Delays, usualDelays } from './delays.ts';
import { deployments } from './deployment.ts';
import { endpointSlices } from './endpoint-slices.ts';
import { collectGarbage } from './garbage.ts';
import { jobs } from './jobs.ts';
import { Kubelet } from './kubelet.ts';
import { ControlLoop, type Controller } from './loop.ts';
import { lostPods } from './lost-pods.ts';
import { createFirstNamespaces, namespaces } from './namespaces.ts';
import { nodeConditions } from './node-conditions.ts';
import { NodeKeeper, type RunningNode } from './node-keeper.ts';
import { replication } from './replication.ts';
import { scheduler } from './scheduler.ts';
import { statefulSets } from './stateful-set.ts';
import { volumes } from './volumes.ts';

export interface ControllerOptions {
  delays?: Partial<Delays>;
  /** What containers that come to an end do; the simulated nodes' own way when absent. */
  runner?: (find: (name: string) => RunningNode | undefined) => NodeRunner;
  controllers?: boolean;
}

export interface Controllers {
  /** Nodes from now on come and go with these VMs. */
  attachNodes(source: VmSource): () => void;
  /** The insides of the nodes: disks, mounts, files. */
  nodes: SimulatedNodes;
  /** A VM that runs on, but whose kubelet cannot be heard. */
  setReachable(node: string, isReachable: boolean): void;
  /** What a container has said so far. */
  setLog(pod: { namespace: string; name: string; container: string }, log: string): void;
  logs: ReadonlyMap<string, string>;
}

export function startControllers(world: World, options: ControllerOptions): Controllers {
  const delays = { ...usualDelays, ...options.delays };
  const keeper = new NodeKeeper(new Clerk(world, 'kubelet'), delays);
  const nodes = new SimulatedNodes(world.runtime, (name) => keeper.find(name));
  // Not written where it is assigned: V8 would keep it, and the whole cluster with it (docs/decisions.md).
  const boot = (node: RunningNode) => nodes.boot(node);
  keeper.onBoot = boot;
  const logs = new Map<string, string>();
  createFirstNamespaces(world);
  if (options.controllers !== false)
    start(world, delays, { keeper, runner: options.runner?.((name) => keeper.find(name)) ?? nodes, logs });
  return {
    attachNodes: (source) => source.listen(keeper),
    nodes,
    setReachable: (node, isReachable) => keeper.setReachable(node, isReachable),
    setLog: ({ namespace, name, container }, log) => void logs.set(`${namespace}/${name}/${container}`, log),
    logs,
  };
}

function start(
  world: World,
  delays: Delays,
  parts: { keeper: NodeKeeper; runner: NodeRunner; logs: Map<string, string> },
): void {
  const loop = new ControlLoop(world, delays.controllers);
  const manager = new Clerk(world, 'kube-controller-manager');
  const all = [
    namespaces(manager),
    deployments(manager),
    replication(manager, 'replicasets', ['apps/replicasets', '/pods']),
    replication(manager, 'replicationcontrollers', ['/replicationcontrollers', '/pods']),
    statefulSets(manager),
    daemonSets(manager),
    timed(world, loop, (wakeAfter) => jobs(manager, wakeAfter)),
    timed(world, loop, (wakeAfter) => nodeConditions(manager, wakeAfter)),
    lostPods(manager, delays.podsLost),
    endpointSlices(manager),
    volumes(manager),
    scheduler(new Clerk(world, 'kube-scheduler')),
    new Kubelet({
      clerk: new Clerk(world, 'kubelet'),
      delays,
      nodes: parts.keeper,
      runner: parts.runner,
      logs: parts.logs,
    }),
  ];
  for (const controller of all) loop.add(controller);
  collectGarbage(world, delays.garbage);
  for (const controller of all) controller.reconcile();
}

/** A controller that also looks again when a time has come: once for each time, however often it asks. */
function timed(
  world: World,
  loop: ControlLoop,
  make: (wakeAfter: (milliseconds: number) => void) => Controller,
): Controller {
  const expected = new Set<number>();
  const controller = make((milliseconds) => {
    const due = world.runtime.now() + milliseconds;
    if (expected.has(due)) return;
    expected.add(due);
    void world.runtime.sleep(milliseconds).then(() => {
      expected.delete(due);
      loop.wake(controller);
    });
  });
  return controller;
}
