import { diskSource } from '../home.ts';
import { caller, seedProject } from '../seed-cluster.ts';
import { audit, keepPage, repair } from './functions-client.ts';
import type { Stage, StoryOptions } from './story.ts';

type Scene = (stage: Stage, options: StoryOptions) => Promise<void>;

const zone = 'us-central1-a';
const poolPath = 'regions/us-central1/targetPools/nodes';

export const scenes: Scene[] = [
  firstNodes,
  preemption,
  resize,
  memberRemovedByHand,
  driftByHand,
  nightlyAudit,
  manualRepair,
  cleanAudit,
];

/** Nothing is mounted yet: somebody switched Underpin on, and the next event of any node makes it look. */
async function firstNodes(stage: Stage): Promise<void> {
  stage.timeline.scene('Underpin is switched on; a node is labelled, and it looks at the cluster');
  stage.witness.look();
  const call = caller(stage.home.cloud.compute, stage.clock, seedProject);
  const [first] = vmsOf(stage, 'k8s-minion');
  if (!first) throw new Error('the group has no VM');
  stage.timeline.tell('person', `labels VM ${first.name}: owner=ops`);
  const labels = { labels: { owner: 'ops' }, labelFingerprint: first.labelFingerprint };
  await stage.clock.drive(call(`zones/${zone}/instances/${first.name}/setLabels`, labels));
  await settle(stage, 1);
}

/** The node with the disk is taken away and comes back under its own name, with another id. */
async function preemption(stage: Stage, { replacementFile }: StoryOptions): Promise<void> {
  stage.timeline.scene('A node is preempted and comes back under its own name, as another VM');
  const holder = stage.home.cloud.compute.state
    .list('instances', seedProject)
    .find(({ disks }) => disks?.some(({ source }) => source.endsWith('/disks/foodata')));
  if (!holder) throw new Error('nobody holds the disk');
  stage.timeline.tell('cloud', `VM ${holder.name} (id ${holder.id}) is preempted; it holds \`foodata\``);
  stage.witness.lanes.begin();
  stage.home.cloud.compute.state.preempt(`projects/${seedProject}/zones/${zone}/instances/${holder.name}`);
  await settle(stage, 4);
  keepPage(replacementFile, stage.witness.lanes.end());
  const reborn = vmsOf(stage, holder.name)[0];
  stage.timeline.tell('cluster', `${holder.name} is id ${reborn?.id} now; on the disk: ${dataOf(stage)}`);
}

async function resize(stage: Stage): Promise<void> {
  stage.timeline.scene('The second group is resized, up and down');
  const call = caller(stage.home.cloud.compute, stage.clock, seedProject);
  for (const size of [4, 2]) {
    stage.timeline.tell('person', `gcloud compute instance-groups managed resize k8s-burst-group --size=${size}`);
    await stage.clock.drive(call(`zones/us-central1-b/instanceGroupManagers/k8s-burst-group/resize?size=${size}`, {}));
    await settle(stage, 4);
  }
}

async function memberRemovedByHand(stage: Stage): Promise<void> {
  stage.timeline.scene('Somebody removes a member of the pool by hand');
  const call = caller(stage.home.cloud.compute, stage.clock, seedProject);
  const [victim] = vmsOf(stage, 'k8s-minion');
  stage.timeline.tell('person', `gcloud compute target-pools remove-instances nodes --instances=${victim?.name}`);
  await stage.clock.drive(call(`${poolPath}/removeInstance`, { instances: [{ instance: victim?.selfLink ?? '' }] }));
  await settle(stage, 1);
}

/** Two things that nobody wrote down: a port closed, a replica count. */
async function driftByHand(stage: Stage): Promise<void> {
  stage.timeline.scene('Somebody changes two things by hand, and tells nobody');
  const call = caller(stage.home.cloud.compute, stage.clock, seedProject);
  stage.timeline.tell('person', 'gcloud compute firewall-rules update home-services --allow=tcp:80');
  const allowed = [{ IPProtocol: 'tcp', ports: ['80'] }];
  await stage.clock.drive(call('global/firewalls/home-services', { allowed }, 'PATCH'));
  await scaleByHand(stage, 2);
  await settle(stage, 1);
}

/** Exactly those two, and nothing else. */
async function nightlyAudit(stage: Stage, { reportFile }: StoryOptions): Promise<void> {
  stage.timeline.scene('The nightly audit');
  for (const line of await audit(stage, reportFile)) stage.write(line);
}

async function manualRepair(stage: Stage): Promise<void> {
  stage.timeline.scene('A person reads the plan of a manual repair, and applies exactly that');
  const plan = await repair(stage, { cluster: 'home' });
  for (const { kind, target, why } of plan.actions ?? [])
    stage.timeline.tell('underpin', `would ${kind} ${target}: ${why}`);
  for (const { kind, target, blockedBy } of plan.blocked ?? [])
    stage.timeline.tell('underpin', `would not ${kind} ${target}: ${blockedBy}`);
  stage.timeline.tell('person', `applies plan ${plan.hash}`);
  await repair(stage, { cluster: 'home', apply: true, plan: plan.hash });
  // Underpin forces nobody's field: who took it by hand gives it back by hand.
  await scaleByHand(stage, 1);
  await settle(stage, 1);
}

async function scaleByHand({ timeline, home }: Stage, replicas: number): Promise<void> {
  timeline.tell('person', `kubectl scale replicationcontroller ghost --replicas=${replicas}`);
  const path = '/api/v1/namespaces/default/replicationcontrollers/ghost?fieldManager=kubectl-scale';
  const headers = { 'content-type': 'application/merge-patch+json' };
  const body = JSON.stringify({ spec: { replicas } });
  await home.kubernetes.transport(`http://kubernetes${path}`, { method: 'PATCH', headers, body });
}

async function cleanAudit(stage: Stage, { reportFile }: StoryOptions): Promise<void> {
  stage.timeline.scene('The next audit');
  for (const line of await audit(stage, reportFile)) stage.write(line);
}

/** Lets minutes pass, and looks at the pods every other second. */
async function settle({ clock, witness }: Stage, minutes: number): Promise<void> {
  for (let second = 0; second < minutes * 60; second += 2) {
    await clock.advance(2000);
    witness.look();
  }
}

function vmsOf({ home }: Stage, prefix: string) {
  return home.cloud.compute.state
    .list('instances', seedProject)
    .filter(({ name }) => name.startsWith(prefix))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function dataOf({ home }: Stage): string {
  return home.kubernetes.nodes.disks.get(diskSource)?.files.get('world/level.dat') ?? 'nothing';
}
