import type { Instance } from '../../../sandbox/compute/kinds.ts';
import { readMountCall } from '../../../sandbox/kubernetes/simulated/mount-call.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Entry } from '../history.ts';
import { invariant } from '../invariant.ts';
import { wasReadAs } from './reads.ts';
import { bodyOf, isOurs, nameIn, pathIn } from './writes.ts';

export const i08 = invariant({
  name: 'I-08',
  says: 'a disk is attached before it is mounted, and unmounted before it is detached from a VM that runs',
  on: ['sent', 'resource', 'script'],
  watch: ({ view, judged, violated }) => {
    /** Where the last mount by script stands in the history, by node and disk. */
    const mountedAt = new Map<string, number>();
    return (entry) => {
      if (entry.kind === 'script' && entry.call.verb === 'mount' && entry.ok)
        mountedAt.set(`${entry.node} ${entry.call.disk}`, view.position);
      if (entry.kind === 'script' && entry.call.verb === 'unmount' && entry.ok) {
        judged();
        const label = view.object('/nodes', entry.node)?.metadata.labels?.[`disk.underpin.dev/${entry.call.disk}`];
        if (label === 'mounted')
          violated(`${entry.call.disk} is unmounted on ${entry.node}, which draws pods to it still`);
      }
      for (const { node, disk, run } of labelsIn(entry)) {
        judged();
        const [began] = view.runOf({ run })?.calls ?? [];
        if ((mountedAt.get(`${node} ${disk}`) ?? -1) < ((began && view.servedPosition(began)) ?? 0))
          violated(`node ${node} is to say that ${disk} is mounted, and nobody has mounted it (D-15)`);
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
        const isHeld = vm ? wasReadAs(view, entry.call, pathIn(vm.selfLink), holds) : looks.some(holds);
        if (!isHeld) violated(`${call.disk} is to be mounted on ${node}, which does not hold it`);
      }
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

/** The labels that pods select, in a patch of a node that leaves. */
function labelsIn(entry: Entry): { node: string; disk: string; run: string | null }[] {
  if (entry.kind !== 'sent' || entry.call.method !== 'PATCH') return [];
  const [, node] = /\/api\/v1\/nodes\/([^/]+)$/.exec(entry.call.path) ?? [];
  const { metadata } = bodyOf(entry.call) as { metadata?: { labels?: Record<string, string | null> } };
  return Object.entries(metadata?.labels ?? {}).flatMap(([key, value]) =>
    node && value === 'mounted' ? [{ node, disk: key.slice(key.indexOf('/') + 1), run: entry.call.run }] : [],
  );
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
