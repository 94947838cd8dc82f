import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import type { Operation } from '../kinds.ts';
import { refusal } from '../refusal.ts';
import type { Method } from './method.ts';

/** Returns when the operation is DONE, or after two minutes as it is by then; clients ask again. */
async function wait(call: Call): Promise<JsonObject> {
  const operation = existing(call);
  if (operation.status === 'DONE') return operation;
  await untilDone(call);
  call.reader = call.world.store;
  return existing(call);
}

async function untilDone({ world, target, signal }: Call): Promise<void> {
  const waiters = world.operations.get(target)?.waiters;
  const done = Promise.withResolvers<void>();
  const over = new AbortController();
  const giveUp = () => over.abort('the client hung up');
  signal.addEventListener('abort', giveUp, { once: true });
  waiters?.add(done.resolve);
  await Promise.race([done.promise, world.runtime.sleep(world.settings.waitSeconds * 1000, over.signal)]);
  waiters?.delete(done.resolve);
  signal.removeEventListener('abort', giveUp);
  over.abort('done');
}

function remove({ world, target }: Call): undefined {
  world.store.remove(target);
  world.operations.delete(target);
  return undefined;
}

function existing({ reader, target }: Call): Operation {
  const operation = reader.read('operations', target);
  if (!operation) throw refusal.notFound(target);
  return operation;
}

export const operations: Record<string, Method> = {
  'operations.wait': wait,
  'operations.delete': remove,
};
