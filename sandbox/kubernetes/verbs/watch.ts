import type { JsonObject } from '../../../shared/model/json.ts';
import { type Answer, type Asked, isTrue, type Target } from '../asked.ts';
import type { KubernetesObject } from '../object.ts';
import { collectionOf, type EventType, type StoreEvent } from '../object-store.ts';
import { apiVersionOf, type Resource } from '../resource-table.ts';
import { statusBody } from '../status.ts';
import { tableOf } from '../table.ts';
import type { World } from '../world.ts';
import type { Ask } from './ask.ts';
import { selectorOf } from './list.ts';
import { tableWish } from './output.ts';

/** A stream of one JSON event a line; it ends with `timeoutSeconds`, or when the reader goes. */
export function watchObjects(ask: Ask): Answer {
  const watch = new Watch(ask);
  return { status: 200, body: watch.stream(), contentType: 'application/json;stream=watch' };
}

class Watch {
  readonly #world: World;
  readonly #resource: Resource;
  readonly #target: Target;
  readonly #asked: Asked;
  readonly #selects: (object: KubernetesObject) => boolean;
  readonly #encoder = new TextEncoder();
  #close: () => void = () => undefined;

  constructor({ world, resource, target, asked }: Ask) {
    this.#world = world;
    this.#resource = resource;
    this.#target = target;
    this.#asked = asked;
    const selects = selectorOf(resource, asked);
    const isWanted = (object: KubernetesObject) => target.name === undefined || object.metadata.name === target.name;
    this.#selects = (object) =>
      isWanted(object) &&
      selects(object) &&
      (target.namespace === undefined || object.metadata.namespace === target.namespace);
  }

  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream({ start: (controller) => this.#start(controller), cancel: () => this.#close() });
  }

  #start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const send = (type: string, object: JsonObject) =>
      controller.enqueue(this.#encoder.encode(`${JSON.stringify({ type, object })}\n`));
    const ends = new AbortController();
    const unsubscribe = this.#world.store.subscribe((event) => this.#pass(event, send));
    this.#close = () => {
      unsubscribe();
      ends.abort();
    };
    if (!this.#sendPast(send)) {
      this.#end(controller);
      return;
    }
    const seconds = Number(this.#asked.query.get('timeoutSeconds') ?? 0);
    if (seconds > 0)
      void this.#world.runtime
        .sleep(seconds * 1000, ends.signal)
        .then(() => ends.signal.aborted || this.#end(controller));
  }

  #end(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#close();
    controller.close();
  }

  /** What there is, or what happened since the version asked for; false when that is too long ago. */
  #sendPast(send: (type: string, object: JsonObject) => void): boolean {
    const since = this.#asked.query.get('resourceVersion');
    const wantsState = isTrue(this.#asked.query.get('sendInitialEvents'));
    if (wantsState || !since || since === '0') return this.#sendState(send, wantsState);
    if (Number(since) < this.#world.store.oldestRevision - 1) {
      send(
        'ERROR',
        statusBody({
          code: 410,
          reason: 'Expired',
          message: `too old resource version: ${since} (${this.#world.store.oldestRevision})`,
          details: undefined,
        }),
      );
      return false;
    }
    for (const event of this.#world.store.eventsSince(Number(since))) this.#pass(event, send);
    return true;
  }

  #sendState(send: (type: string, object: JsonObject) => void, marksEnd: boolean): boolean {
    const { store } = this.#world;
    for (const object of store.list(this.#resource, this.#target.namespace))
      if (this.#selects(object)) send('ADDED', this.#shown(object));
    if (marksEnd) send('BOOKMARK', this.#bookmark(store.revision));
    return true;
  }

  #bookmark(revision: number): JsonObject {
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    return {
      kind: this.#resource.kind,
      apiVersion: apiVersionOf(this.#resource),
      metadata: { resourceVersion: String(revision), annotations },
    };
  }

  #pass(event: StoreEvent, send: (type: EventType, object: JsonObject) => void): void {
    if (event.collection !== collectionOf(this.#resource)) return;
    const object: KubernetesObject = { ...event.object, apiVersion: apiVersionOf(this.#resource) };
    const was = event.before !== undefined && this.#selects(event.before);
    const is = event.type !== 'DELETED' && this.#selects(object);
    if (is) send(was ? 'MODIFIED' : 'ADDED', this.#shown(object));
    else if (was) send('DELETED', this.#shown(object));
  }

  #shown(object: KubernetesObject): JsonObject {
    const wish = tableWish(this.#asked);
    if (!wish.isTable) return object;
    const metadata = { resourceVersion: object.metadata.resourceVersion ?? '' };
    return tableOf(this.#resource, [object], { now: this.#world.runtime.now(), metadata, includes: wish.includes });
  }
}
