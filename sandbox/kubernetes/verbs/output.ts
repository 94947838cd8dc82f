import type { Answer, Asked } from '../asked.ts';
import type { KubernetesObject } from '../object.ts';
import { apiVersionOf } from '../resource-table.ts';
import { tableOf } from '../table.ts';
import type { Ask } from './ask.ts';
import { listText, metadataOf, type Page } from './list.ts';

/** `Accept: application/json;as=Table;v=v1;g=meta.k8s.io` */
export function tableWish(asked: Asked): { isTable: boolean; includes: string } {
  return {
    isTable: /;\s*as=Table/.test(firstAccepted(asked)),
    includes: asked.query.get('includeObject') ?? 'Metadata',
  };
}

function firstAccepted(asked: Asked): string {
  return (asked.headers.get('accept') ?? '').split(',')[0] ?? '';
}

export function pageAnswer({ world, resource, asked }: Ask, page: Page): Answer {
  const { isTable, includes } = tableWish(asked);
  if (isTable)
    return {
      status: 200,
      body: tableOf(resource, page.items, { now: world.runtime.now(), metadata: metadataOf(page), includes }),
    };
  if (!wantsMetadataOnly(asked)) return { status: 200, body: listText(resource, page) };
  const items = page.items.map((item) => partial(item));
  return {
    status: 200,
    body: { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: metadataOf(page), items },
  };
}

export function objectAnswer({ world, resource, asked }: Ask, object: KubernetesObject): Answer {
  const { isTable, includes } = tableWish(asked);
  const metadata = { resourceVersion: object.metadata.resourceVersion ?? '' };
  if (isTable)
    return { status: 200, body: tableOf(resource, [object], { now: world.runtime.now(), metadata, includes }) };
  return {
    status: 200,
    body: wantsMetadataOnly(asked) ? partial(object) : { ...object, apiVersion: apiVersionOf(resource) },
  };
}

function wantsMetadataOnly(asked: Asked): boolean {
  return /;\s*as=PartialObjectMetadata/.test(firstAccepted(asked));
}

function partial({ metadata }: KubernetesObject) {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
