import type { Answer } from '../asked.ts';
import type { KubernetesObject } from '../object.ts';
import { methodNotAllowed, notFound } from '../status.ts';
import type { Ask } from './ask.ts';
import { listPage } from './list.ts';
import { objectAnswer, pageAnswer } from './output.ts';
import { patchObject } from './patch.ts';
import { post, put } from './put.ts';
import { remove, removeAll } from './remove.ts';
import { watchObjects } from './watch.ts';

/** What each verb answers for an object or a list of them; subresources.ts has the rest. */
export function dispatch(ask: Ask): Answer {
  const { verb } = ask.asked;
  if (!ask.resource.verbs.includes(verb)) throw methodNotAllowed();
  switch (verb) {
    case 'get':
      return objectAnswer(ask, live(ask));
    case 'list':
      return pageAnswer(ask, listPage(ask));
    case 'watch':
      return watchObjects(ask);
    case 'create':
      return post(ask);
    case 'update':
      return put(ask);
    case 'patch':
      return patchObject(ask);
    case 'delete':
      return remove(ask, live(ask));
    case 'deletecollection':
      return removeAll(ask);
  }
}

/** The object that was asked for, or 404. */
export function live({ world, resource, target }: Ask): KubernetesObject {
  const { name = '', namespace } = target;
  const found = world.store.get(resource, namespace, name);
  if (!found) throw notFound({ ...resource, name });
  return found;
}
