import type { Json, JsonObject } from '../../shared/model/json.ts';
import { isObject } from './real-cluster.ts';

/** Of a JSON patch. */
interface Operation {
  op: 'replace' | 'remove' | 'add';
  path: string;
  value?: Json;
}

/** One change of a live object, and the declared place it touches. */
export interface Mutation {
  path: string;
  operation: Operation;
}

/** `immutable: true` cannot be taken back, and the manifests declare place-holders as caBundle (C-07). */
const untouchable = /^(?:status|apiVersion|kind|immutable)$|caBundle$|^metadata\.(?:name|namespace|creationTimestamp)$/;

/** All single changes of what is declared: another value for every leaf, and every leaf taken away. */
export function mutationsOf(declared: JsonObject, live: JsonObject): Mutation[] {
  return walk(declared, live, { path: '', pointer: '' });
}

interface At {
  path: string;
  pointer: string;
}

function walk(declared: Json | undefined, live: Json | undefined, { path, pointer }: At): Mutation[] {
  if (untouchable.test(path) || declared === null || live === null) return [];
  if (isObject(declared) && isObject(live)) {
    return Object.keys(live).flatMap((name) =>
      walk(declared[name], live[name], {
        path: path === '' ? name : `${path}.${name}`,
        pointer: `${pointer}/${escaped(name)}`,
      }),
    );
  }
  if (Array.isArray(declared) && Array.isArray(live)) {
    return live.flatMap((item, index) => {
      const own = declared.length === live.length ? declared[index] : declared.find((other) => isAlike(other, item));
      return walk(own, item, { path: `${path}[${index}]`, pointer: `${pointer}/${index}` });
    });
  }
  if (declared === undefined || live === undefined || isObject(declared) || isObject(live)) return [];
  const changed = { path, operation: { op: 'replace' as const, path: pointer, value: other(live) } };
  return path.endsWith(']') ? [changed] : [changed, { path, operation: { op: 'remove', path: pointer } }];
}

/** Puts back the part of the object that a mutation was in: with the last entry of a map the map itself goes. */
export function undoing({ path }: Mutation, live: JsonObject): Operation[] {
  const [top = ''] = path.split(/[.[]/);
  if (top !== 'metadata') return [{ op: 'add', path: `/${top}`, value: live[top] ?? null }];
  const { labels = {}, annotations = {} } = live.metadata as JsonObject;
  return [
    { op: 'add', path: '/metadata/labels', value: labels },
    { op: 'add', path: '/metadata/annotations', value: annotations },
  ];
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isAlike(declared: Json, live: Json): boolean {
  if (!isObject(declared) || !isObject(live)) return declared === live;
  return ['name', 'mountPath', 'containerPort', 'port', 'ip', 'key'].every(
    (key) => (declared[key] ?? live[key]) === live[key],
  );
}

/** A value of the same kind that means something else. */
function other(value: Json): Json {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  return /^\d/.test(text) ? `7${text}` : `${text}x`;
}

/** Whether a finding at `found` tells of a change at `path`: items may be named by key or position, lists told whole. */
export function isAt(found: string, path: string): boolean {
  const [one, other] = [found, path].map((text) => text.replace(/\[[^\]]*\]/g, '[]')) as [string, string];
  return one === other || other.startsWith(`${one}[`) || other.startsWith(`${one}.`) || one.startsWith(`${other}.`);
}
