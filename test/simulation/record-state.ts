import type { Operation } from '../../sandbox/compute/kinds.ts';
import type { Mount } from '../../sandbox/kubernetes/simulated/machine.ts';
import type { ScriptRun } from '../../sandbox/kubernetes/simulated/simulated-nodes.ts';
import type { History } from './history.ts';
import { pathIn } from './invariants/writes.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** Resources are replaced and never edited, so that a reference to one is a picture of it. */
export function recordState({ compute, kubernetes, history }: SimulatedWorld): void {
  compute.state.watch(({ path, before, after, by }) => {
    if (path.includes('/operations/')) return void recordOperation(history, after);
    const isByWorker = by?.principal.startsWith('worker-') && path.includes('/instances/');
    const mounts = isByWorker ? mountsOn(kubernetes, path.slice(path.lastIndexOf('/') + 1)) : null;
    history.add({ kind: 'resource', path, before, after, by, ...(mounts && { mounts }) });
  });
  kubernetes.store.watch(({ type, collection, object, before, by }) => {
    if (!watched.has(collection)) return;
    const { namespace, name } = object.metadata;
    const key = namespace ? `${namespace}/${name}` : name;
    history.add({ kind: 'object', collection, key, before, after: type === 'DELETED' ? undefined : object, by });
  });
}

/** What is under way, and when it no longer is. */
function recordOperation(history: History, operation: object | undefined): void {
  const { selfLink = '', targetLink = '', status } = (operation ?? {}) as Partial<Operation>;
  if (targetLink)
    history.add({ kind: 'operation', id: selfLink, target: pathIn(targetLink), isDone: status === 'DONE' });
}

const watched = new Set([
  '/nodes',
  '/pods',
  '/configmaps',
  '/secrets',
  '/services',
  'apps/deployments',
  'apps/replicasets',
  'batch/jobs',
  'coordination.k8s.io/leases',
  '/persistentvolumes',
  '/persistentvolumeclaims',
]);

export function recordScripts({ kubernetes, history }: SimulatedWorld): void {
  // Not written where it is assigned: V8 would keep it, and the whole world with it (docs/decisions.md).
  const record = ({ call, machine, mountsBefore, contentBefore, ok }: ScriptRun) => {
    const content = machine.find(call.deviceName)?.content;
    history.add({
      kind: 'script',
      node: machine.vm.name,
      instanceId: machine.vm.id,
      call,
      ok,
      mountsBefore: mountsBefore.map(plain),
      mountsAfter: machine.mounts.map(plain),
      contentBefore,
      contentAfter: content && { ...content },
    });
  };
  kubernetes.nodes.onScript = record;
}

function mountsOn({ nodes }: SimulatedWorld['kubernetes'], name: string): string[] {
  try {
    return nodes.machine(name).mounts.map(({ device }) => device.source);
  } catch {
    return [];
  }
}

function plain({ path, device }: Mount): { path: string; source: string } {
  return { path, source: device.source };
}
