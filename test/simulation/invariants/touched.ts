import type { ObjectMeta } from '../../../sandbox/kubernetes/object.ts';
import type { SentCall } from '../history.ts';
import { isIn } from '../list-part.ts';
import { diskSourceOf, type WorldShape } from '../shape.ts';
import type { View } from '../view.ts';
import { bodyOf, membersIn, nameIn, ownerPath, pathIn, queryOf } from './writes.ts';

/** What a request is about to change, by the names under which the history tells of things. */
export function touchedBy(call: SentCall, shape: WorldShape, view: View): string[] {
  return call.api === 'compute' ? touchedResources(call, shape) : touchedObjects(call, shape, view);
}

function touchedResources(call: SentCall, shape: WorldShape): string[] {
  const { path } = call;
  if (path.endsWith('/targetPools')) return membersIn(call);
  if (path.includes('/targetPools/')) return [ownerPath(call), ...membersIn(call)];
  if (path.includes('/forwardingRules/')) return [ownerPath(call)];
  if (path.includes('/firewalls/')) return [path];
  if (!/\/instances\/[^/]+\/(attachDisk|detachDisk|setDiskAutoDelete)$/.test(path)) return [];
  const { source } = bodyOf(call);
  const disk = shape.disks.find(({ name }) => name === queryOf(call, 'deviceName'));
  const ofDisk = typeof source === 'string' ? [pathIn(source)] : disk ? [diskSourceOf(disk)] : [];
  return [ownerPath(call), ...ofDisk];
}

/** `/nodes N`, `/services NS/N`, `apps/deployments NS/N`; a mount Job is about its node, the VM and the disk. */
function touchedObjects(call: SentCall, shape: WorldShape, view: View): string[] {
  const { path, method } = call;
  if (method === 'POST') return path.endsWith('/jobs') ? touchedByJob(bodyOf(call), shape, view) : [];
  const [, group = '', namespace, collection, name] =
    /^\/(?:api|apis\/([^/]+))\/v[^/]+(?:\/namespaces\/([^/]+))?\/([^/]+)\/([^/]+)/.exec(path) ?? [];
  return name ? [`${group}/${collection} ${namespace ? `${namespace}/` : ''}${name}`] : [];
}

interface Job {
  metadata?: Pick<ObjectMeta, 'labels' | 'annotations'>;
}

function touchedByJob({ metadata }: Job, shape: WorldShape, view: View): string[] {
  const node = metadata?.annotations?.['underpin.dev/node'] ?? '';
  const vm = view.list('instances').find(({ name }) => name === node);
  const disk = shape.disks.find(({ name }) => name === metadata?.labels?.['underpin.dev/disk']);
  return [`/nodes ${node}`, ...(vm ? [pathIn(vm.selfLink)] : []), ...(disk ? [diskSourceOf(disk)] : [])];
}

/** Its disks, what exposes it, its objects: what the stack's own declaration is about. */
export function isOfStack({ path, method }: SentCall): boolean {
  const isOnDisk = /\/(attachDisk|detachDisk|setDiskAutoDelete|disks)$/.test(path);
  const isOnWay = /\/(firewalls|forwardingRules)(\/|$)/.test(path) && !nameIn(path).includes('health');
  const isJob = method === 'POST' && path.endsWith('/jobs');
  return isOnDisk || isOnWay || isJob || path.includes('/namespaces/default/');
}

/** Whether the answer to a request shows a thing, by the name under which the history tells of it. */
export function readShows(call: SentCall, thing: string): boolean {
  const { method, api, path, status } = call;
  if (method !== 'GET' || status !== 200 || !isIn(call, thing.slice(thing.indexOf(' ') + 1))) return false;
  if (api === 'compute') {
    const [, projectId, , , collection] = thing.split('/');
    return [thing, thing.replace(/\/[^/]+$/, ''), `projects/${projectId}/aggregated/${collection}`].includes(path);
  }
  const [, collection, name = ''] = /\/(\S+) (\S+)$/.exec(thing) ?? [];
  return path.endsWith(`/${collection}`) || path.endsWith(`/${collection}/${nameIn(name)}`);
}

/** Not to find it is to have looked, too. */
export function hasLookedAt(call: SentCall, thing: string): boolean {
  return readShows(call.status === 404 ? { ...call, status: 200 } : call, thing);
}
