import type { Answer } from '../asked.ts';
import { type KubernetesObject, objectAt, objectsAt, textAt } from '../object.ts';
import { badRequest, methodNotAllowed, unknownPath } from '../status.ts';
import type { Ask } from './ask.ts';
import { readBody } from './body.ts';
import { deleteObject } from './delete.ts';
import { live } from './dispatch.ts';
import { objectAnswer } from './output.ts';
import { patchObject } from './patch.ts';
import { put } from './put.ts';
import { scale } from './scale.ts';
import { updateObject } from './update.ts';
import { writerOf } from './writer.ts';

/** Where the logs of pods are kept: by the annotation-free key `namespace/pod/container`. */
export type Logs = ReadonlyMap<string, string>;

export function dispatchSubresource(ask: Ask, logs: Logs): Answer {
  const { subresource = '' } = ask.target;
  if (!Object.hasOwn(ask.resource.subresources, subresource)) throw unknownPath();
  switch (subresource) {
    case 'status':
    case 'ephemeralcontainers':
    case 'resize':
      return status(ask);
    case 'scale':
      return scale(ask);
    case 'log':
      return log(ask, logs);
    case 'eviction':
      return evict(ask);
    case 'binding':
      return bind(ask);
    case 'finalize':
      return finalize(ask);
    default:
      throw methodNotAllowed();
  }
}

function status(ask: Ask): Answer {
  if (ask.asked.verb === 'get') return objectAnswer(ask, live(ask));
  return ask.asked.verb === 'update' ? put(ask) : patchObject(ask);
}

function log(ask: Ask, logs: Logs): Answer {
  const pod = live(ask);
  const container = containerOf(pod, ask.asked.query.get('container'));
  const { namespace = '', name } = pod.metadata;
  const started = [
    ...objectsAt(pod, 'status', 'containerStatuses'),
    ...objectsAt(pod, 'status', 'initContainerStatuses'),
  ].find((one) => one.name === container);
  if (!started || 'waiting' in objectAt(started, 'state'))
    throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ContainerCreating`);
  const text = logs.get(`${namespace}/${name}/${container}`) ?? '';
  return { status: 200, body: cut(text, ask.asked.query), contentType: 'text/plain' };
}

function containerOf(pod: KubernetesObject, asked: string | null): string {
  const all = [...objectsAt(pod, 'spec', 'containers'), ...objectsAt(pod, 'spec', 'initContainers')].map((container) =>
    String(container.name),
  );
  const { name } = pod.metadata;
  if (asked !== null && !all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
  const own = objectsAt(pod, 'spec', 'containers').map((container) => String(container.name));
  if (asked === null && own.length > 1)
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${own.join(' ')}]`);
  return asked ?? own[0] ?? '';
}

function cut(text: string, query: URLSearchParams): string {
  const lines = Number(query.get('tailLines') ?? Number.NaN);
  const bytes = Number(query.get('limitBytes') ?? Number.NaN);
  const tail = Number.isNaN(lines)
    ? text
    : text
        .split(/(?<=\n)/)
        .slice(lines === 0 ? text.length : -lines)
        .join('');
  return Number.isNaN(bytes) ? tail : tail.slice(0, bytes);
}

function evict(ask: Ask): Answer {
  deleteObject(ask, live(ask), { dryRun: false });
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

function bind(ask: Ask): Answer {
  const { world, resource, body } = ask;
  const pod = live(ask);
  const node = textAt(readBody(body), 'target', 'name');
  if (node === undefined) throw badRequest('target.name: Required value');
  world.store.write(resource, { ...pod, spec: { ...objectAt(pod, 'spec'), nodeName: node } });
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** Of a namespace: the last finalizer off, and it is gone. */
function finalize(ask: Ask): Answer {
  const { world, resource } = ask;
  const before = live(ask);
  const finalizers = objectAt(readBody(ask.body), 'spec').finalizers ?? [];
  const after: KubernetesObject = { ...before, spec: { ...objectAt(before, 'spec'), finalizers } };
  const isEmpty = Array.isArray(finalizers) && finalizers.length === 0;
  if (!before.metadata.deletionTimestamp || !isEmpty)
    return objectAnswer(ask, updateObject(ask, { before, after }, { writer: writerOf(ask), isPatch: true }));
  world.store.remove(resource, before);
  return objectAnswer(ask, after);
}
