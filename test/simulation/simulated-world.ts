import { membershipEvents } from '../../sandbox/cloud/group-membership.ts';
import { Hosts } from '../../sandbox/cloud/hosts.ts';
import { vmSourceOf } from '../../sandbox/cloud/vm-source.ts';
import { type Compute, createCompute } from '../../sandbox/compute/compute.ts';
import type { Instance } from '../../sandbox/compute/kinds.ts';
import { linkPrefix } from '../../sandbox/compute/link.ts';
import { createKubernetes, type Kubernetes } from '../../sandbox/kubernetes/kubernetes.ts';
import { createLogging } from '../../sandbox/logging/logging.ts';
import { seededChance } from '../../sandbox/seeded-chance.ts';
import { createVirtualClock, type VirtualClock } from '../../sandbox/virtual-clock.ts';
import { nodeEventFilter } from '../../shared/plan/log-filter/node-events.ts';
import type { Command } from './command.ts';
import { type Files, filesOf } from './declaration-files.ts';
import { canHit, type PlannedFault } from './faults.ts';
import { History, type SentCall } from './history.ts';
import type { PartEnds } from './list-part.ts';
import { type Message, type PlannedMail, PostOffice } from './post-office.ts';
import { recordScripts, recordState } from './record-state.ts';
import { clusterName, nodeTag, project, secret, server, thirdZone, type WorldShape, zones } from './shape.ts';
import { type Staff, staffOf } from './staff.ts';
import { turnAtOnce } from './turn-at-once.ts';
import { answerWhole, wholeRequest } from './whole-exchange.ts';
import { Worker } from './worker.ts';

export interface SimulationSetup {
  shape: WorldShape;
  seed: number;
  /** F-24: milliseconds that each worker's clock is off; as many workers as there are numbers. */
  skews: number[];
  faults: PlannedFault[];
  mail: PlannedMail[];
}

answerWhole();
turnAtOnce();

/** Cloud, cluster, workers and the mail between them, on one clock; nothing is in them yet. */
export interface SimulatedWorld {
  setup: SimulationSetup;
  clock: VirtualClock;
  compute: Compute;
  kubernetes: Kubernetes;
  history: History;
  workers: Worker[];
  staff: Staff[];
  post: PostOffice;
  /** What stands in the directory of the declarations just now. */
  files: Files;
  /** What stands there when nobody has broken it. */
  whole: Files;
  /** The hash of the plan that somebody read last. */
  lastPlan: string | null;
  /** What is done while a request is on its way, each once. */
  interludes: Command[];
  /** False: whatever is still planned to go wrong does not. */
  hasFaults: boolean;
  chance: () => number;
  /** Where the pages of lists ended that were given so far. */
  partEnds: PartEnds;
  /** `mark` tells the request from all others. */
  serve(url: string, init: RequestInit, mark: string): Promise<Response>;
  faultFor(worker: Worker, call: SentCall): PlannedFault | undefined;
  /** From now on what happens to VMs is logged, and with it published. */
  beginLogging(): void;
  close(): void;
}

export function createSimulatedWorld(setup: SimulationSetup): SimulatedWorld {
  const { shape, seed } = setup;
  const clock = createVirtualClock({ seed, watchesInputOutput: false });
  const history = new History(() => clock.now());
  const compute = createSmallCompute(clock, shape);
  const kubernetes = createSmallKubernetes(clock, shape);
  const detach = kubernetes.attachNodes(vmSourceOf(compute, { project, isNode }));
  kubernetes.nodes.hasFstab = shape.hasFstab ?? false;
  const hosts = new Hosts();
  hosts.set('compute.googleapis.com', compute.handle);
  hosts.set(new URL(server).host, kubernetes.handle);
  hosts.set('pubsub.googleapis.com', async () => Response.json({ messageIds: ['1'] }));
  const whole = filesOf(shape);
  const workers = setup.skews.map(
    (skew, index) => new Worker(clock, history, { name: `worker-${index + 1}`, seed: seed * 17 + index, skew }),
  );
  const world: SimulatedWorld = {
    setup,
    clock,
    compute,
    kubernetes,
    history,
    workers,
    staff: [],
    post: undefined as unknown as PostOffice,
    files: whole,
    whole,
    lastPlan: null,
    interludes: [],
    hasFaults: true,
    chance: seededChance(seed * 3 + 1),
    partEnds: new Map(),
    serve: (url, init, mark) => {
      const handler = hosts.find(new URL(url));
      if (!handler) return Promise.reject(new TypeError('fetch failed'));
      const request = wholeRequest(url, init);
      request.headers.set('user-agent', mark);
      return handler(request);
    },
    faultFor: faultFinder(setup.faults, workers, () => world.hasFaults),
    beginLogging: () => beginLogging(world),
    close: () => {
      detach();
      compute.close();
    },
  };
  const deliver = (message: Message) => deliverToAnybody(world, message);
  world.post = new PostOffice({ clock, history, chance: world.chance, deliver, mail: setup.mail });
  for (const worker of workers) worker.start();
  world.staff = workers.map((worker) => staffOf(world, worker));
  recordState(world);
  recordScripts(world);
  return world;
}

function isNode({ tags }: Instance): boolean {
  return tags.items?.includes(nodeTag) ?? false;
}

function createSmallCompute(clock: VirtualClock, shape: WorldShape): Compute {
  const { staleMembers, repeatedMember, conflicts, references, repairSeconds = 2, pageSize } = shape;
  const compute = createCompute({
    runtime: clock,
    regions: { 'us-central1': shape.groups.some(({ zone }) => zone === thirdZone) ? [...zones, thirdZone] : zones },
    staleMembers,
    repeatedMember,
    conflicts,
    references,
    latencyScale: 0.3,
    repairSeconds,
    preemptionSeconds: 10,
    healthySeconds: 2,
    waitSeconds: 30,
    pageLimit: pageSize,
    linkBase: linkPrefix,
    principalOf: (token) => nameIn(token) ?? 'owner@example.com',
  });
  compute.state.createProject(project, '123456789012');
  return compute;
}

/** Tokens are a secret and a name. */
function nameIn(token: string | undefined): string | undefined {
  return token?.replace(`${secret} `, '');
}

function createSmallKubernetes(
  clock: VirtualClock,
  { clusterSkew = 0, pageSize, podSeconds = 0.3, doPodsLinger, doNodesStay }: WorldShape,
): Kubernetes {
  return createKubernetes({
    runtime: clock,
    plain: true,
    clockOff: clusterSkew,
    pageLimit: pageSize,
    authenticate: (token) => ({ name: nameIn(token) ?? 'admin', groups: ['system:masters', 'system:authenticated'] }),
    delays: {
      controllers: 50,
      nodeRegisters: 3000,
      nodeReady: 2000,
      nodeNotReady: 5000,
      nodeRemoved: doNodesStay ? 3_600_000 : 2000,
      podStarts: podSeconds * 1000,
      podEnds: 200,
      podsLost: 3000,
      garbage: doPodsLinger ? 60_000 : 200,
    },
  });
}

/** One fault for one call, the earliest planned first. */
function faultFinder(planned: PlannedFault[], workers: Worker[], isOn: () => boolean): SimulatedWorld['faultFor'] {
  const open = planned.map((one) => ({ ...one })).sort((one, other) => one.call - other.call);
  return (worker, call) => {
    const number = workers.indexOf(worker);
    const hits = (one: PlannedFault) => one.worker === number && one.call <= call.number && canHit(one, call);
    const later = isOn() ? open.filter((one) => (one.nth ?? 1) > 1 && hits(one)) : [];
    const index = isOn() ? open.findIndex((one) => (one.nth ?? 1) === 1 && hits(one)) : -1;
    for (const one of later) one.nth = (one.nth ?? 1) - 1;
    return index < 0 ? undefined : open.splice(index, 1)[0];
  };
}

function beginLogging({ clock, compute, post }: SimulatedWorld): void {
  const topic = `projects/${project}/topics/underpin-nodes`;
  const logging = createLogging({
    runtime: clock,
    principalOf: () => 'owner@example.com',
    projectNumberOf: () => '123456789012',
    publish: (_topic, { data }) => post.publish(data),
    entryLimit: 100,
  });
  const exclusions = [{ name: 'own', filter: 'protoPayload.authenticationInfo.principalEmail=~"^worker-"' }];
  logging.createSink(project, { name: clusterName, destination: topic, filter: nodeEventFilter, exclusions });
  compute.onEvent((event) => {
    for (const one of [event, ...membershipEvents({ runtime: clock, compute }, event)]) logging.take(one);
  });
}

/** The platform picks an instance; which one is nobody's to say. */
function deliverToAnybody(world: SimulatedWorld, message: Message): Promise<void> {
  const staff = world.staff[Math.floor(world.chance() * world.staff.length)];
  return staff ? staff.deliver(message) : Promise.reject(new Error('there is no worker'));
}
