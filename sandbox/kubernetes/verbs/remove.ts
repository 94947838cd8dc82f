import type { Json } from '../../../shared/model/json.ts';
import { type Answer, isTrue } from '../asked.ts';
import { at, type KubernetesObject, numberAt, textAt } from '../object.ts';
import { apiVersionOf } from '../resource-table.ts';
import { timestamp, type World } from '../world.ts';
import type { Ask } from './ask.ts';
import { readBody } from './body.ts';
import { type DeleteOptions, deleteObject } from './delete.ts';
import { selectorOf } from './list.ts';
import { objectAnswer } from './output.ts';
import { answersWithDeleted, typeOf } from './strategy.ts';
import { isDryRun } from './writer.ts';

export function remove(ask: Ask, object: KubernetesObject): Answer {
  const { world, resource } = ask;
  const { isGone } = deleteObject(ask, object, deleteOptions(ask));
  if (!isGone)
    return objectAnswer(ask, world.store.get(resource, object.metadata.namespace, object.metadata.name) ?? object);
  if (answersWithDeleted(resource))
    return objectAnswer(ask, typeOf(resource) === '/Pod' ? endedAtOnce(world, object) : object);
  const { name, uid = '' } = object.metadata;
  const details = { name, ...(resource.group ? { group: resource.group } : {}), kind: resource.plural, uid };
  return { status: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}

/** A pod that needs no time to end is still given back as one that was told to. */
function endedAtOnce({ runtime }: World, object: KubernetesObject): KubernetesObject {
  const { generation = 1 } = object.metadata;
  const end = { deletionTimestamp: timestamp(runtime), deletionGracePeriodSeconds: 0, generation: generation + 1 };
  return { ...object, metadata: { ...object.metadata, ...end } };
}

export function removeAll(ask: Ask): Answer {
  const { world, resource, target, asked } = ask;
  const selected = world.store.list(resource, target.namespace).filter(selectorOf(resource, asked));
  const options = deleteOptions(ask);
  for (const object of selected) deleteObject(ask, object, options);
  const body = {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: { resourceVersion: String(world.store.revision) },
    items: selected,
  };
  return { status: 200, body };
}

/** From the body, else from the query. */
function deleteOptions({ asked, body }: Ask): DeleteOptions {
  const given: Json = body.text.trim() ? readBody(body) : {};
  const grace = numberAt(given, 'gracePeriodSeconds') ?? asked.query.get('gracePeriodSeconds');
  const orphans = at(given, 'orphanDependents') === true || isTrue(asked.query.get('orphanDependents'));
  const dryRun = at(given, 'dryRun');
  return {
    dryRun: isDryRun(asked) || (Array.isArray(dryRun) && dryRun.includes('All')),
    uid: textAt(given, 'preconditions', 'uid'),
    resourceVersion: textAt(given, 'preconditions', 'resourceVersion'),
    gracePeriodSeconds: grace === null ? undefined : Number(grace),
    propagation:
      textAt(given, 'propagationPolicy') ?? asked.query.get('propagationPolicy') ?? (orphans ? 'Orphan' : undefined),
  };
}
