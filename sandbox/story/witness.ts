import type { JsonObject } from '../../shared/model/json.ts';
import { mountRecordOf } from '../../shared/model/mount-record.ts';
import type { ComputeEvent } from '../compute/event.ts';
import type { Home } from '../home.ts';
import { seedProject } from '../seed-cluster.ts';
import { Lanes } from './lanes.ts';
import type { Timeline } from './timeline.ts';

const poolPath = `projects/${seedProject}/regions/us-central1/targetPools/nodes`;
const labelKey = 'disk.underpin.dev/foodata';

/** Watches the worlds and the product's own log, and tells what happens in words. */
export class Witness {
  readonly #home: Home;
  readonly #timeline: Timeline;
  #isPoolRight = true;
  #poolWrongSince = 0;
  #dataGoneSince: number | null = null;
  #pods = new Map<string, string>();
  #lastWords = '';
  /** Seconds that the pool was wrong, and that the data was away, a number for each time. */
  readonly poolWrongSeconds: number[] = [];
  readonly dataAwaySeconds: number[] = [];
  readonly lanes: Lanes;

  constructor(home: Home, timeline: Timeline) {
    this.#home = home;
    this.#timeline = timeline;
    this.lanes = new Lanes(home.cloud.runtime);
  }

  /** A VM changed, or something was done to the pool. */
  takeCompute(event: ComputeEvent): void {
    if (event.type === 'instance') this.#tellInstance(event.instance.name, event.from, event.to);
    this.look();
  }

  /** The product's log, a line at a time. */
  takeLog(line: JsonObject): void {
    const words = wordsOf(line);
    if (words && words !== this.#lastWords) this.#timeline.tell('underpin', words);
    this.#lastWords = words ?? this.#lastWords;
    this.#noteOutcome(line);
    this.look();
  }

  /** Looks at the state itself and tells what has changed since the last look. */
  look(): void {
    this.#lookAtPool();
    this.#lookAtPods();
  }

  #noteOutcome({ message, kind, target, state }: JsonObject): void {
    const lane = message === 'outcome' ? laneOf[String(kind)] : undefined;
    if (lane) this.lanes.note(lane, state === 'done' ? 'open' : 'broken', `${kind} ${target}: ${state}`);
  }

  #tellInstance(name: string, from: string | undefined, to: string | undefined): void {
    this.lanes.note('VM', to === 'RUNNING' ? 'open' : 'broken', `${name} ${to ?? 'is gone'}`);
    if (to === undefined) this.#timeline.tell('cloud', `VM ${name} is gone`);
    else if (from === undefined) this.#timeline.tell('cloud', `VM ${name} is made (${to})`);
    else if (['STOPPING', 'TERMINATED', 'RUNNING'].includes(to)) this.#timeline.tell('cloud', `VM ${name} is ${to}`);
  }

  #lookAtPool(): void {
    const { state } = this.#home.cloud.compute;
    const members = new Set((state.read('targetPools', poolPath)?.instances ?? []).map(nameOf));
    const instances = state.list('instances', seedProject);
    const running = instances.filter(({ status }) => status === 'RUNNING').map(({ name }) => name);
    const dead = [...members].filter(
      (name) => !instances.some((one) => one.name === name && one.status !== 'TERMINATED'),
    );
    const isRight = running.every((name) => members.has(name)) && dead.length === 0;
    if (isRight === this.#isPoolRight) return;
    this.#isPoolRight = isRight;
    this.lanes.note(
      'pool member',
      isRight ? 'open' : 'broken',
      isRight ? 'every running VM is a member' : 'the pool is wrong',
    );
    const now = this.#home.cloud.runtime.now();
    if (!isRight) {
      this.#poolWrongSince = now;
      return;
    }
    const seconds = (now - this.#poolWrongSince) / 1000;
    this.poolWrongSeconds.push(seconds);
    this.#timeline.tell(
      'cluster',
      `pool \`nodes\` is right again after ${seconds.toFixed(1)} s: ${[...members].sort().join(', ')}`,
    );
  }

  #lookAtPods(): void {
    const pods = this.#home.kubernetes.store.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'default' });
    const minecraft = pods.filter(({ metadata }) => metadata.labels?.app === 'minecraft');
    const objects = minecraft.map((pod) => pod as unknown as PodObject);
    const current = new Map(objects.map((pod) => [pod.metadata.name, phaseOf(pod)]));
    for (const [name, phase] of current) if (this.#pods.get(name) !== phase) this.#tellPod(name, phase);
    this.#pods = current;
    this.#timeData(objects.some((pod) => phaseOf(pod).startsWith('Running') && this.#hasData(pod)));
  }

  /**
   * A pod whose VM has died is called Running for a while, and its node keeps name and label. What counts: the VM runs,
   * the node is of that very VM, the disk was mounted in this boot, and the pod began after that.
   */
  #hasData({ spec, status }: PodObject): boolean {
    const name = spec?.nodeName ?? '';
    const vm = this.#home.cloud.compute.state.list('instances', seedProject).find((one) => one.name === name);
    const node = this.#home.kubernetes.store
      .list({ apiVersion: 'v1', kind: 'Node' })
      .find((one) => one.metadata.name === name);
    const annotations = node?.metadata.annotations ?? {};
    const record = mountRecordOf({ annotations }, 'foodata');
    const isOfVm = vm?.status === 'RUNNING' && annotations['container.googleapis.com/instance_id'] === vm.id;
    const { bootID } = ((node?.status as JsonObject | undefined)?.nodeInfo ?? {}) as { bootID?: string };
    if (!isOfVm || record === null || record.bootID !== bootID) return false;
    return Date.parse(status?.startTime ?? '') + 1000 > Date.parse(record.mountedAt);
  }

  #tellPod(name: string, phase: string): void {
    this.lanes.note('pods', phase.startsWith('Running') ? 'open' : 'broken', `${name}: ${phase}`);
    if (phase.startsWith('Running')) this.#timeline.tell('cluster', `pod ${name} runs ${phase.slice(8)}`);
    else if (phase === 'Pending')
      this.#timeline.tell('cluster', `pod ${name} waits for a node with ${labelKey}=mounted`);
  }

  #timeData(isThere: boolean): void {
    const now = this.#home.cloud.runtime.now();
    this.lanes.outage(isThere);
    if (!isThere) this.#dataGoneSince ??= now;
    if (!isThere || this.#dataGoneSince === null) return;
    const seconds = (now - this.#dataGoneSince) / 1000;
    this.#dataGoneSince = null;
    this.dataAwaySeconds.push(seconds);
    this.#timeline.tell('cluster', `minecraft has its data back after ${seconds.toFixed(1)} s`);
  }
}

const laneOf: Record<string, string> = {
  'attach-disk': 'disk',
  'detach-disk': 'disk',
  'mount-disk': 'mount',
  'unmount-disk': 'mount',
  'label-node': 'node',
};

interface PodObject {
  spec?: { nodeName?: string };
  status?: { phase?: string; startTime?: string };
  metadata: { name: string; deletionTimestamp?: string };
}

function phaseOf({ spec, status, metadata }: PodObject): string {
  if (metadata.deletionTimestamp) return 'Terminating';
  return status?.phase === 'Running' ? `Running on ${spec?.nodeName}` : 'Pending';
}

function wordsOf(line: JsonObject): string | null {
  switch (line.message) {
    case 'event':
      return line.decision === 'act'
        ? `event: ${line.instance ?? line.cluster ?? line.region} ${line.change} (${line.why})`
        : null;
    case 'health':
      return `${line.target}: ${line.health}`;
    case 'planned':
      return Number(line.actions) > 0 ? `plan ${String(line.hash).slice(0, 8)}: ${line.actions} to do` : null;
    case 'waiting':
      return `looks again soon: ${line.why}`;
    case 'outcome':
      return `${line.kind} ${line.target}: ${line.state}${line.because ? ` (${line.because})` : ''}`;
    case 'to be delivered again':
      return `asks for redelivery: ${line.why}`;
    default:
      return null;
  }
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
