import { createHash } from 'node:crypto';
import type { Asked } from '../asked.ts';
import type { KubernetesObject } from '../object.ts';
import type { ObjectStore } from '../object-store.ts';
import { apiVersionOf, type Resource } from '../resource-table.ts';
import { parseFieldSelector, parseLabelSelector } from '../selector.ts';
import { badRequest, StatusError } from '../status.ts';
import type { World } from '../world.ts';
import type { Ask } from './ask.ts';

export interface Page {
  items: KubernetesObject[];
  revision: number;
  continue: string | undefined;
  remaining: number | undefined;
}

interface Token {
  revision: number;
  /** Namespace and name of the last object that was given. */
  after: string;
  issuedAt: number;
  of: string;
}

/** etcd is compacted every five minutes, and with it goes the state a list began in. */
const tokenLifetimeMilliseconds = 300_000;
const inconsistent = -1;

/** One page, as of the state in which the first was given. */
export function listPage({ world, resource, target, asked }: Ask): Page {
  const token = readToken(world, asked);
  const store = token && token.revision !== inconsistent ? asOf(world.store, token.revision) : world.store;
  const selected = store.list(resource, target.namespace).filter(selectorOf(resource, asked));
  const rest = token ? selected.filter((object) => orderOf(object) > token.after) : selected;
  // Who asks for no pages gets none.
  const limit = Math.min(Number(asked.query.get('limit') ?? 0), world.pageLimit);
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1);
  if (!last || items.length === rest.length)
    return { items, revision: store.revision, continue: undefined, remaining: undefined };
  const next = writeToken({
    revision: store.revision,
    after: orderOf(last),
    issuedAt: world.runtime.now(),
    of: digest(asked),
  });
  const isWhole = !asked.query.get('labelSelector') && !asked.query.get('fieldSelector');
  return {
    items,
    revision: store.revision,
    continue: next,
    remaining: isWhole ? rest.length - items.length : undefined,
  };
}

export function selectorOf(resource: Resource, asked: Asked): (object: KubernetesObject) => boolean {
  const labels = asked.query.get('labelSelector');
  const fields = asked.query.get('fieldSelector');
  const matchesLabels = labels ? parseLabelSelector(labels) : () => true;
  const matchesFields = fields ? parseFieldSelector(fields, resource.kind) : () => true;
  return (object) => matchesLabels(object.metadata.labels ?? {}) && matchesFields(object);
}

function asOf(store: ObjectStore, revision: number): ObjectStore {
  return store.before(store.eventsSince(revision).length);
}

function orderOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}\0${metadata.name}`;
}

/** A token is good for the list it came from. */
function digest(asked: Asked): string {
  const wanted = ['labelSelector', 'fieldSelector'].map((name) => asked.query.get(name) ?? '');
  return createHash('sha256')
    .update([asked.path, ...wanted].join('\n'))
    .digest('base64url')
    .slice(0, 12);
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(world: World, asked: Asked): Token | undefined {
  const text = asked.query.get('continue');
  if (!text) return undefined;
  const token = parseToken(text);
  if (token?.of !== digest(asked))
    throw badRequest('continue key is not valid: encoded start key is not valid for this list');
  const isOld = world.runtime.now() - token.issuedAt > tokenLifetimeMilliseconds;
  if (token.revision !== inconsistent && isOld) throw expired({ ...token, revision: inconsistent });
  return token;
}

function parseToken(text: string): Token | undefined {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** 410, with a token that goes on with what there is by now. */
export class ExpiredError extends StatusError {
  readonly continue: string;
  constructor(token: string) {
    const message =
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
    super(410, 'Expired', message);
    this.continue = token;
  }
}

function expired(token: Token): ExpiredError {
  return new ExpiredError(writeToken(token));
}

const texts = new WeakMap<KubernetesObject, string>();

/** Items of built-in kinds name neither their kind nor their version in a list. Each text is made once. */
export function listText(resource: Resource, page: Page): string {
  const head = { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata: metadataOf(page) };
  const items = page.items.map((item) => itemText(resource, item));
  return `${JSON.stringify(head).slice(0, -1)},"items":[${items.join(',')}]}`;
}

export function metadataOf(page: Page) {
  return {
    resourceVersion: String(page.revision),
    ...(page.continue === undefined ? {} : { continue: page.continue }),
    ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
  };
}

function itemText(resource: Resource, item: KubernetesObject): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const { apiVersion: _, kind: __, ...rest } = item;
  const text = JSON.stringify(resource.isCustom ? item : rest);
  texts.set(item, text);
  return text;
}
