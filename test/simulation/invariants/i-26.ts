import { type KubernetesObject, objectAt } from '../../../sandbox/kubernetes/object.ts';
import type { Entry, EntryOf, SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import { diskSourceOf } from '../shape.ts';
import type { View } from '../view.ts';
import { startsOf } from '../wrongs.ts';
import { bringerOf, ownedBy, volumeOf } from './owners.ts';
import { lookedAt, readsOf, sinceIntended } from './reads.ts';
import { isOfStack, readShows, touchedBy } from './touched.ts';
import { bodyOf, computeWrite, isOurs, nameIn, ownerPath, pathIn, queryOf } from './writes.ts';

/** A mark that has been there for so long is seen by whoever looks once more before the write. */
const longMilliseconds = 20_000;

export const i26 = invariant({
  name: 'I-26',
  says: 'what is marked underpin.dev/protect, or is somebody else’s, is left alone',
  on: ['sent', 'resource', 'object', 'script'],
  watch: (watching) => {
    const markedAt = new Map<string, number>();
    const made = new Map<string, string>();
    return (entry) => {
      noteMark(markedAt, entry);
      noteMount(made, entry, watching.view);
      if (entry.kind === 'object' && isOurs(entry.by)) judgeReplicas(watching, entry);
      if (entry.kind === 'sent' && entry.call.mutates) judgeMarks(watching, entry.call, markedAt);
      if (entry.kind === 'sent' && entry.call.api === 'kubernetes' && entry.call.mutates) {
        judgeTaking(watching, entry.call, made);
        judgeOthersObject(watching, entry.call, markedAt);
        judgeMount(watching, entry.call);
      }
      const call = computeWrite(entry);
      if (call) judgeOwner(watching, call);
    };
  },
});

function noteMark(markedAt: Map<string, number>, entry: Entry): void {
  if (entry.kind !== 'resource' && entry.kind !== 'object') return;
  const key = entry.kind === 'resource' ? entry.path : `${entry.collection} ${entry.key}`;
  if (!isMarked(entry.after)) markedAt.delete(key);
  else if (!markedAt.has(key)) markedAt.set(key, entry.at);
}

interface Marked {
  description?: string;
  labels?: Record<string, string>;
  metadata?: Pick<Marked, 'labels'> & { annotations?: Record<string, string> };
}

/** Underpin's two words, wherever a thing of its kind bears one. */
function isMarked(thing: object | undefined): boolean {
  const { description = '', labels, metadata } = (thing ?? {}) as Marked;
  const words = Object.entries({ ...labels, ...metadata?.labels, ...metadata?.annotations });
  const isWord = (text: string) => /underpin(\.dev\/|-)protect/.test(text);
  return isWord(description) || words.some(([key, value]) => isWord(key) && value !== 'false');
}

function judgeMarks({ shape, view, judged, violated }: Watching, call: SentCall, markedAt: Map<string, number>): void {
  const run = view.runOf(call);
  const [first] = run?.calls ?? [];
  if (!run || !first) return;
  const what = `${call.method} ${call.path}`;
  if (shape.isStackProtected && isOfStack(call)) violated(`${what}: its stack is protected`);
  if (run.calls.some(({ fault }) => fault === 'F-14')) return;
  const isSince = sinceIntended(view, run);
  for (const thing of touchedBy(call, shape, view)) {
    judged();
    if (shape.isRulesProtected && thing === '/configmaps default/rules') violated(`${what}: its manifest is protected`);
    const since = markedAt.get(thing);
    if (since === undefined) continue;
    const wasLooked = run.calls.some((one) => readShows(one, thing) && isSince(one) && (one.servedAt ?? 0) <= since);
    // What is added to a pool is read right before, the pool itself by the plan.
    const isSeenByPlan = call.path.endsWith('/addInstance') && thing === ownerPath(call);
    const isLong = call.sentAt - since > longMilliseconds && !wasLooked && !isSeenByPlan;
    if (since < first.sentAt || isLong) violated(`${what}: ${thing} is protected`);
  }
}

/** In which boot each path of a node was mounted by the script; none, where the script has found it mounted. */
function noteMount(made: Map<string, string>, entry: Entry, view: View): void {
  if (entry.kind !== 'script' || entry.call.verb !== 'mount' || !entry.ok) return;
  const place = `${entry.node} ${entry.call.path}`;
  const bootID = bootOf(view, entry.node);
  if (!entry.mountsBefore.some(({ path }) => path === entry.call.path)) made.set(place, bootID);
  else if (made.get(place) !== bootID) made.set(place, '');
}

function bootOf(view: View, node: string): string {
  const { bootID } = objectAt(view.object('/nodes', node) ?? {}, 'status', 'nodeInfo') as { bootID?: string };
  return bootID ?? '?';
}

/** What is another manager's stays so, and a pod that writes where the disk is mounted is nobody's to restart. */
function judgeTaking(
  { shape, view, judged, violated }: Watching,
  { method, path, query }: SentCall,
  made: Map<string, string>,
): void {
  if (new URLSearchParams(query).get('force') === 'true') violated(`${method} ${path} takes fields over by force`);
  const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)$/.exec(path) ?? [];
  if (!name || method !== 'DELETE') return;
  judged();
  if (!shape.restartPods) violated(`${method} ${path}, and nobody wants pods to be restarted`);
  const pod = view.object('/pods', `${namespace}/${name}`);
  const { nodeName, volumes = [] } = objectAt(pod ?? {}, 'spec') as {
    nodeName?: string;
    volumes?: { hostPath?: { path: string } }[];
  };
  const started = Math.min(...startsOf(pod).map(Date.parse));
  const { labels, annotations } = view.object('/nodes', String(nodeName))?.metadata ?? {};
  const paths = volumes.flatMap(({ hostPath }) => hostPath?.path ?? []);
  const onPath = (disk: string) => paths.some((one) => `${one}/`.startsWith(`/mnt/${disk}/`));
  const isOnDisk = shape.disks.some(({ name: disk }) => onPath(disk));
  const ofOthers = shape.disks.find(
    (disk) => onPath(disk.name) && disk.group !== 'all' && !String(nodeName).startsWith(`${disk.group}-`),
  );
  if (pod && ofOthers) violated(`${method} ${path}: the pod is on no node that ${ofOthers.name} may come to`);
  if (pod && !isOnDisk) violated(`${method} ${path}: the pod has nothing on a declared disk`);
  const mounts = Object.entries(annotations ?? {})
    .filter(([key]) => labels?.[key] === 'mounted' || holds(view, String(nodeName), key))
    .map(([, text]) => JSON.parse(text) as { mountedAt?: string; path?: string })
    .filter(({ path: at }) => volumes.some(({ hostPath }) => hostPath?.path === at));
  // Whatever is mounted there: what the pod has open went with the disk when that left its VM.
  const isLeft = shape.disks.some((disk) => {
    const { lastAttachTimestamp = '' } = view.resource('disks', diskSourceOf(disk)) ?? {};
    return onPath(disk.name) && Date.parse(lastAttachTimestamp) > started;
  });
  if (isLeft) return;
  const isLate = mounts.length > 0 && mounts.every(({ mountedAt = '' }) => started > Date.parse(mountedAt));
  if (pod && isLate) violated(`${method} ${path}: the pod started when the disk was mounted`);
  if (pod && paths.some((one) => made.get(`${nodeName} ${one}`) === ''))
    violated(`${method} ${path}: nobody knows since when its disk is mounted`);
}

/** A pod has its data where it is mounted, whatever became of the mark. */
function holds(view: View, node: string, key: string): boolean {
  const vm = view.list('instances').find(({ name }) => name === node);
  return vm?.disks?.some(({ source }) => key === `disk.underpin.dev/${nameIn(source)}`) ?? false;
}

const hasData = /\/(persistentvolumeclaims|persistentvolumes|namespaces|customresourcedefinitions)\/[^/]+$/;

/** The status of a Service belongs to the controller of its class; what goes with a stack is the stack's own. */
function judgeOthersObject(
  { shape, view, judged, violated }: Watching,
  call: SentCall,
  markedAt: Map<string, number>,
): void {
  const { method, path } = call;
  const [thing = ''] = touchedBy(call, shape, view);
  const [collection = '', key = ''] = thing.split(' ');
  const found = view.object(collection, key);
  if (method === 'PATCH' && path.endsWith('/status') && collection === '/services') {
    judged();
    const { loadBalancerClass = 'none' } = objectAt(found ?? {}, 'spec');
    if (found && loadBalancerClass !== 'underpin.dev/target-pool')
      violated(`${method} ${path}: the Service is of class ${loadBalancerClass}`);
  }
  if (method !== 'DELETE' || /\/(pods|jobs)\/[^/]+$/.test(path)) return;
  judged();
  // What was marked since the run began to look only the next one sees: no step looks at all that goes with its object.
  const began = view.runOf(call)?.calls[0]?.sentAt ?? 0;
  const wasMarked = ({ metadata: { name } }: KubernetesObject) =>
    [...markedAt].some(([thing, at]) => thing.endsWith(`/${name}`) && at <= began);
  const marked = found && ownedBy(view, found).find((one) => isMarked(one) && wasMarked(one));
  if (marked) violated(`${method} ${path}: ${marked.metadata.name} goes with it, and is protected`);
  if (hasData.test(path)) violated(`${method} ${path}: no file brings back what it holds`);
  const isHere = shape.isAbroad ? !key.includes('/') : key.startsWith('default/');
  const isOfNamespace = isHere || ((shape.isSpread || shape.isAbroad) && key.startsWith('games/'));
  if (!isOfNamespace || (found && found.metadata.labels?.app !== 'minecraft'))
    violated(`${method} ${path}: it is no object of the stack`);
}

function judgeOwner(watching: Watching, call: SentCall): void {
  const { shape, view, judged, violated } = watching;
  judged();
  const pool = call.path.includes('/targetPools/')
    ? shape.pools.find(({ name }) => name === nameIn(ownerPath(call)))
    : undefined;
  // One that went, and that a manual repair has made anew, is the cluster's own.
  const live = view.resource('targetPools', ownerPath(call));
  const isMadeAnew = live !== undefined && !live.description?.includes('kubernetes.io/service-name');
  if (pool?.isForeign && !isMadeAnew) violated(`${call.path}: the pool is the cloud controller's`);
  if (pool?.isOfGroup && !isDeceived(watching, call)) violated(`${call.path}: the pool is its managed group's`);
  const owned = ownerPath(call);
  const seenThing = /\/(setTarget|removeInstance)$/.test(call.path)
    ? view.resource('forwardingRules', owned, lookedAt(view, call, owned))
    : undefined;
  if (seenThing?.description?.includes('kubernetes.io/service-name') && !pool?.isForeign)
    violated(`${call.path}: ${nameIn(owned)} is the cloud controller's`);
  if (!/\/(attachDisk|detachDisk|setDiskAutoDelete)$/.test(call.path)) return;
  const { source } = bodyOf(call);
  const name = typeof source === 'string' ? nameIn(source) : (queryOf(call, 'deviceName') ?? '');
  const disk = shape.disks.find((one) => one.name === name);
  const path = typeof source === 'string' ? pathIn(source) : `projects/my-project/zones/${disk?.zone}/disks/${name}`;
  const [first] = readsOf(view, call, path);
  const seen = (first && view.servedPosition(first)) ?? view.position;
  const owner = bringerOf(watching, name);
  if (owner && bringerOf(watching, name, seen)) violated(`${call.path}: disk ${name} belongs to ${owner}`);
}

/** C-11, C-18: how many of it run is said by others, and what else differs is put right around that. */
function judgeReplicas({ shape, judged, violated }: Watching, { collection, before, after }: EntryOf<'object'>): void {
  if (!shape.scaledBy || collection !== 'apps/deployments' || !before || !after) return;
  judged();
  const [was, is] = [before, after].map((one) => objectAt(one, 'spec').replicas);
  if (was !== is) violated(`what runs is scaled from ${was} to ${is}, which is the ${shape.scaledBy}’s to say`);
}

/** D-12: the driver mounts what is a volume's. */
function judgeMount(watching: Watching, call: SentCall): void {
  if (call.method !== 'POST' || !call.path.endsWith('/jobs')) return;
  const { view, judged, violated } = watching;
  judged();
  const { metadata } = bodyOf(call) as { metadata?: { labels?: Record<string, string> } };
  const name = String(metadata?.labels?.['underpin.dev/disk']);
  const [first] = view.runOf(call)?.calls ?? [];
  const began = first && view.servedPosition(first);
  const owner = volumeOf(watching, name);
  if (owner && began !== undefined && volumeOf(watching, name, began))
    violated(`${call.path}: a disk is mounted or unmounted that belongs to ${owner}`);
}

/** F-14: an old answer of the groups tells nothing of the pools that they keep by now. */
function isDeceived({ view }: Watching, call: SentCall): boolean {
  const calls = view.runOf(call)?.calls ?? [];
  return calls.some(({ path, fault }) => fault === 'F-14' && path.endsWith('/instanceGroupManagers'));
}
