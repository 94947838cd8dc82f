import type { Json } from '../../../shared/model/json.ts';
import { copy, isObject, isSame } from '../object.ts';
import { badRequest, StatusError } from '../status.ts';

/** RFC 6902. */
export function applyJsonPatch(object: Json, patch: Json): Json {
  if (!Array.isArray(patch)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  return patch.reduce<Json>((document, operation) => applyOperation(document, operation), copy(object));
}

function applyOperation(document: Json, operation: Json): Json {
  if (!isObject(operation)) throw badRequest('json: cannot unmarshal into Go value of type jsonpatch.Operation');
  const path = stepsOf(String(operation.path ?? ''));
  const value = operation.value ?? null;
  switch (operation.op) {
    case 'add':
      return write(document, path, { value, inserts: true });
    case 'replace':
      read(document, path);
      return write(document, path, { value, inserts: false });
    case 'remove':
      return remove(document, path);
    case 'test':
      return test(document, path, value);
    case 'copy':
      return write(document, path, { value: copy(read(document, stepsOf(String(operation.from)))), inserts: true });
    case 'move':
      return move(document, stepsOf(String(operation.from)), path);
    default:
      throw badRequest(`Unexpected kind: ${String(operation.op)}`);
  }
}

function move(document: Json, from: string[], to: string[]): Json {
  const value = read(document, from);
  return write(remove(document, from), to, { value, inserts: true });
}

function test(document: Json, path: string[], value: Json): Json {
  if (!isSame(read(document, path), value)) throw refused(`testing value /${path.join('/')} failed`);
  return document;
}

function read(document: Json, path: string[]): Json {
  let here: Json | undefined = document;
  for (const step of path)
    here = Array.isArray(here)
      ? here[Number(step)]
      : isObject(here) && Object.hasOwn(here, step)
        ? here[step]
        : undefined;
  if (here === undefined) throw refused(`Unable to access /${path.join('/')}: missing value`);
  return here;
}

interface Written {
  value: Json;
  /** Into a list, and not in place of what is there. */
  inserts: boolean;
}

function write(document: Json, path: string[], written: Written): Json {
  const { value } = written;
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) writeItem(parent, last, written);
  else if (isObject(parent)) parent[last] = value;
  else throw refused(`add operation does not apply: doc is missing path: "/${path.join('/')}"`);
  return document;
}

function writeItem(list: Json[], step: string, { value, inserts }: Written): void {
  const index = step === '-' ? list.length : Number(step);
  if (!Number.isInteger(index) || index < 0 || index > list.length)
    throw refused(`Unable to access invalid index: ${step}`);
  list.splice(index, inserts ? 0 : 1, value);
}

function remove(document: Json, path: string[]): Json {
  read(document, path);
  const last = path.at(-1);
  if (last === undefined) return null;
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isObject(parent)) delete parent[last];
  return document;
}

function stepsOf(pointer: string): string[] {
  const readStep = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');
  return pointer === '' ? [] : pointer.split('/').slice(1).map(readStep);
}

/** The server does not tell why. */
function refused(_why: string): StatusError {
  return new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}
