import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import type { Resource } from '../kinds.ts';
import { linkTo } from '../link.ts';
import { filterItems } from './filter.ts';
import { orderItems } from './order.ts';
import { cutPage } from './page.ts';

/** The answer to a plain list; `itemKind` is `targetPool`. */
export function listAnswer(call: Call, itemKind: string, resources: readonly Resource[]): JsonObject {
  const items = orderItems(filterItems(resources, call.query), call.query);
  const page = cutPage(items, call, (item) => item.selfLink);
  return {
    kind: `compute#${itemKind}List`,
    id: call.target,
    ...(page.items.length ? { items: page.items } : {}),
    ...(page.nextPageToken ? { nextPageToken: page.nextPageToken } : {}),
    selfLink: linkTo(call.target),
  };
}
