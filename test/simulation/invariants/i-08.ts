import type { Instance } from '../../../sandbox/compute/kinds.ts';
import { type KubernetesObject, objectAt } from '../../../sandbox/kubernetes/object.ts';
import { readMountCall } from '../../../sandbox/kubernetes/simulated/mount-call.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Entry, SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { View } from '../view.ts';
import { markOf, recordOf } from './mount-mark.ts';
import { readsOf, wasOnceReadAs } from './reads.ts';
import { bodyOf, isOurs, nameIn, pathIn } from './writes.ts';

export const i08 = invariant({
  name: 'I-08',
  says: 'a disk is attached before it is mounted, and unmounted before it is detached from a VM that runs',
  on: ['sent', 'served', 'object', 'resource', 'script'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    /** Where the last mount by script stands in the history, by node and disk. */
    const mountedAt = new Map<string, number>();
    /** By node and disk, by script, and not mounted there since: where that stands in the history. */
    const unmounted = new Map<string, number>();
    /** Each node as it was before the last write of ours. */
    const nodeBefore = new Map<string, KubernetesObject | undefined>();
    return (entry) => {
      if (entry.kind === 'object' && entry.collection === '/nodes' && isOurs(entry.by))
        nodeBefore.set(entry.key, entry.before);
      if (entry.kind === 'script' && entry.call.verb === 'mount' && entry.ok) {
        mountedAt.set(`${entry.node} ${entry.call.disk}`, view.position);
        unmounted.delete(`${entry.node} ${entry.call.disk}`);
      }
      if (entry.kind === 'script' && entry.call.verb === 'unmount' && entry.ok) {
        judged();
        unmounted.set(`${entry.node} ${entry.call.disk}`, view.position);
        const label = markOf(view.object('/nodes', entry.node), entry.call.disk);
        if (label === 'mounted')
          violated(`${entry.call.disk} is unmounted on ${entry.node}, which draws pods to it still`);
      }
      for (const { node, disk } of forgottenIn(entry))
        if (isHeldOn(view, node, disk) && !unmounted.has(`${node} ${disk}`))
          violated(`node ${node} is to forget where ${disk} is mounted, and it has it`);
      for (const { node, disk, value, call } of labelsIn(entry)) {
        // What a mark said when it was taken off is known when that is done, and a patch can be long on its way.
        if ((entry.kind === 'served') === (value === 'mounted')) continue;
        judged();
        if (value === null) {
          if (isWronglyUnmarked(view, call, { node: nodeBefore.get(node), disk }))
            violated(`node ${node} says no more that ${disk} is mounted, and its VM has it mounted (D-15)`);
          continue;
        }
        const [began] = view.runOf(call)?.calls ?? [];
        if ((mountedAt.get(`${node} ${disk}`) ?? -1) < ((began && view.servedPosition(began)) ?? 0))
          violated(`node ${node} is to say that ${disk} is mounted, and nobody has mounted it (D-15)`);
        const since = unmounted.get(`${node} ${disk}`);
        if (since !== undefined && hasLookedSince(view, call, since))
          violated(`node ${node} is to say that ${disk} is mounted, and it has been unmounted there since (D-15)`);
      }
      if (entry.kind === 'sent' && entry.call.path.endsWith('/jobs') && entry.call.method === 'POST') {
        const job = bodyOf(entry.call);
        const call = callIn(job);
        const node = String((job.metadata as JsonObject | undefined)?.annotations && nodeOf(job));
        if (call?.verb !== 'mount') return;
        judged();
        const looks = view.runOf(entry.call)?.calls.map((one) => view.servedPosition(one) ?? view.position) ?? [];
        // D-01: another disk may have the device name by now.
        const isDisk = ({ deviceName, source }: AttachedDisk) =>
          deviceName === call.deviceName && nameIn(source) === call.disk;
        const holds = (position: number) =>
          view.list('instances', position).some(({ name, disks }) => name === node && disks?.some(isDisk));
        const vm = view.list('instances').find(({ name }) => name === node);
        const isHeld = vm ? wasOnceReadAs(view, entry.call, pathIn(vm.selfLink), holds) : looks.some(holds);
        if (!isHeld) violated(`${call.disk} is to be mounted on ${node}, which does not hold it`);
      }
      if (entry.kind === 'sent') judgeRestart(watching, entry.call);
      if (entry.kind === 'resource' && isOurs(entry.by) && entry.mounts) {
        judged();
        const { status } = (entry.after ?? {}) as { status?: string };
        const lost = sourcesOf(entry.before).filter((source) => !sourcesOf(entry.after).includes(source));
        for (const source of lost)
          if (status === 'RUNNING' && entry.mounts.includes(source))
            violated(`${source} is detached from ${entry.path} while it is mounted there`);
      }
    };
  },
});

/** Whoever could have seen it: what stands still between its last look and the request cannot. */
function hasLookedSince(view: View, call: SentCall, position: number): boolean {
  const looks = view.runOf(call)?.calls.filter(({ path }) => /\/(jobs|nodes|instances)\/[^/]+$/.test(path)) ?? [];
  return looks.some((one) => (view.servedPosition(one) ?? 0) > position);
}

/** A pod finds its data when it starts anew: nobody restarts it for a disk that has just not come. */
function judgeRestart({ shape, view, judged, violated }: Watching, call: SentCall): void {
  if (call.method !== 'DELETE' || !/\/pods\/[^/]+$/.test(call.path)) return;
  const run = view.runOf(call);
  const restarts = run?.openIntents.filter(({ kind }) => kind === 'restart-pod') ?? [];
  if (restarts.length === 0) return;
  judged();
  const failed = run?.outcomes.find(
    ({ kind, state, target }) =>
      (kind === 'attach-disk' || kind === 'mount-disk') &&
      state !== 'done' &&
      restarts.every((one) => one.target === target) &&
      !shape.disks.find(({ name }) => name === nameIn(String(target)))?.isReadOnly,
  );
  if (failed) violated(`${call.method} ${call.path}, though ${failed.kind} ${failed.target} is ${failed.state}`);
}

interface MarkChange {
  node: string;
  disk: string;
  value: 'mounted' | null;
  call: SentCall;
}

/** The labels that pods select, in a patch of a node that leaves, or has been done. */
function labelsIn(entry: Entry): MarkChange[] {
  if (entry.kind !== 'sent' && !(entry.kind === 'served' && entry.call.status === 200)) return [];
  const { call } = entry;
  const [, node] = /\/api\/v1\/nodes\/([^/]+)$/.exec(call.path) ?? [];
  if (!node || call.method !== 'PATCH') return [];
  const { metadata } = bodyOf(call) as { metadata?: { labels?: Record<string, string | null> } };
  return Object.entries(metadata?.labels ?? {}).flatMap(([key, value]) =>
    value === 'mounted' || value === null ? [{ node, disk: key.slice(key.indexOf('/') + 1), value, call }] : [],
  );
}

/** Without what it says of a mount nobody finds that again, to unmount it. */
function forgottenIn(entry: Entry): Pick<MarkChange, 'node' | 'disk'>[] {
  const [, node] = (entry.kind === 'sent' && /\/api\/v1\/nodes\/([^/]+)$/.exec(entry.call.path)) || [];
  if (!node || entry.kind !== 'sent' || entry.call.method !== 'PATCH') return [];
  const { metadata } = bodyOf(entry.call) as { metadata?: { annotations?: Record<string, string | null> } };
  return Object.entries(metadata?.annotations ?? {}).flatMap(([key, value]) =>
    value === null ? [{ node, disk: key.slice(key.indexOf('/') + 1) }] : [],
  );
}

function isHeldOn(view: View, node: string, disk: string): boolean {
  const vm = view.list('instances').find(({ name }) => name === node);
  return vm?.disks?.some(({ source }) => nameIn(source) === disk) ?? false;
}

/** Whoever's VM it is: its pods have their data. Before an unmount the mark goes first. */
function isWronglyUnmarked(
  view: View,
  call: SentCall,
  { node, disk }: { node: KubernetesObject | undefined; disk: string },
): boolean {
  const run = view.runOf(call);
  const isUnmount = run?.openIntents.some(({ kind }) => kind === 'unmount-disk');
  const vm = view.list('instances').find(({ name }) => name === node?.metadata.name);
  if (isUnmount || !vm) return false;
  const path = pathIn(vm.selfLink);
  const isAway = (position = view.position) => {
    const { status, disks } = view.resource('instances', path, position) ?? {};
    return status !== 'RUNNING' || !disks?.some(({ source }) => nameIn(source) === disk);
  };
  const source = vm.disks?.find((one) => nameIn(one.source) === disk)?.source ?? '';
  const { lastAttachTimestamp = '' } = view.resource('disks', pathIn(source)) ?? {};
  if (isAway() || !hasMounted(node, { disk, vm, lastAttachTimestamp })) return false;
  const list = readsOf(view, call, path).find((one) => one.path.includes('/aggregated/'));
  if (!run || !list || run.calls.some(({ fault }) => fault === 'F-14')) return false;
  // Who mounts it after the plan's look tells of it on the node.
  const planned = view.object(
    '/nodes',
    vm.name,
    view.lastRead(run, ({ path }) => path === '/api/v1/nodes'),
  );
  return recordOf(node, disk) !== recordOf(planned, disk) || !isAway(view.servedPosition(list));
}

/** In this boot of this VM and by this attachment, at the path that is declared. */
function hasMounted(
  node: KubernetesObject | undefined,
  { disk, vm, lastAttachTimestamp }: { disk: string; vm: Instance; lastAttachTimestamp: string },
): boolean {
  const record = JSON.parse(recordOf(node, disk)) as {
    bootID?: string;
    instanceId?: string;
    path?: string;
    attachedAt?: string;
  };
  if (Date.parse(lastAttachTimestamp) > Date.parse(record.attachedAt ?? '')) return false;
  const { bootID } = objectAt(node ?? {}, 'status', 'nodeInfo') as { bootID?: string };
  const isOfVm = record.instanceId === undefined || record.instanceId === vm.id;
  return record.bootID === bootID && isOfVm && record.path === `/mnt/${disk}`;
}

type AttachedDisk = NonNullable<Instance['disks']>[number];

function callIn(job: JsonObject) {
  const spec = job.spec as { template?: { spec?: { containers?: JsonObject[] } } } | undefined;
  const container = spec?.template?.spec?.containers?.[0];
  return container && readMountCall(container);
}

function nodeOf({ metadata }: JsonObject): string {
  const { annotations } = metadata as { annotations: Record<string, string> };
  return annotations['underpin.dev/node'] ?? '';
}

function sourcesOf(resource: object | undefined): string[] {
  const { disks = [] } = (resource ?? {}) as { disks?: { source: string }[] };
  return disks.map(({ source }) => source.slice(source.indexOf('projects/')));
}
