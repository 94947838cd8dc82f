import pLimit from 'p-limit';
import { writerOf } from '../compare/writers.ts';
import { hasStatus, messageOf } from '../errors.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import type { ObjectResult } from '../model/objects.ts';
import { text } from './discovery.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';
import { metadataObject, objectPath } from './list-objects.ts';
import { isSecret, requestsAtOnce } from './live-objects.ts';
import { isComparedByHash } from './secrets.ts';
import { clearsItselfAway, differencesOf, type Suspect } from './suspect.ts';

export interface Settled {
  suspect: Suspect;
  result: ObjectResult;
}

/** C-10: each suspect is read once more; what no longer differs there was only in motion. */
export function settle(suspects: Suspect[], rest: KubernetesRest, secretKey: string): Promise<Settled[]> {
  const limit = pLimit(requestsAtOnce);
  return Promise.all(suspects.map((suspect) => limit(() => settleOne(suspect))));

  async function settleOne(suspect: Suspect): Promise<Settled> {
    try {
      const live = await readAgain(suspect, rest);
      return { suspect: { ...suspect, live }, result: resultOf(suspect, live, secretKey) };
    } catch (error) {
      return { suspect, result: resultWithout(error, suspect) };
    }
  }
}

function readAgain({ target: { resource, namespace, manifest } }: Suspect, rest: KubernetesRest): Promise<JsonObject> {
  const path = objectPath(resource, namespace, manifest.name);
  const isOpaque = isSecret(resource) && !isComparedByHash(manifest.object);
  return isOpaque ? rest.get(path, metadataObject) : rest.get(path);
}

function resultWithout(error: unknown, { target }: Suspect): ObjectResult {
  if (!hasStatus(error, 404)) return { state: 'unknown', why: messageOf(error) };
  return clearsItselfAway(target.manifest) ? { state: 'in-sync' } : { state: 'missing' };
}

function resultOf(suspect: Suspect, live: JsonObject, secretKey: string): ObjectResult {
  const deletedAt = text(asObject(live.metadata).deletionTimestamp);
  if (deletedAt !== '') return { state: 'deleting', since: deletedAt };
  // It was created meanwhile, so nothing of it was confirmed: what differs is too young to count.
  if (suspect.live === null) return { state: 'in-sync' };
  const before = new Map(suspect.differences.map((one) => [one.path, one]));
  const still = differencesOf({ ...suspect, live }, secretKey).filter(({ path }) => before.has(path));
  const wasConfirmed = suspect.undecidedWhy === null;
  const [decided, undecided] = [
    still.filter((one) => wasConfirmed || one.certain),
    still.filter((one) => !wasConfirmed && !one.certain),
  ];
  const undecidedWhy = suspect.undecidedWhy ?? '';
  if (decided.length > 0) {
    const differences = decided.map((one) => ({ ...one, writer: writerOf(live, one.path) }));
    const { refusal, controlled } = suspect;
    return { state: 'differs', differences, undecided, undecidedWhy, refusal, ...(controlled && { controlled }) };
  }
  const [first] = undecided;
  if (first === undefined) return { state: 'in-sync' };
  return { state: 'unknown', why: `whether \`${first.path}\` differs could not be told: ${undecidedWhy}` };
}
