import fc from 'fast-check';
import type { Json } from '../../shared/model/json.ts';

/** What became of an answer on its way. `lies`: still an answer of the API, and not true, which nobody can tell from another world. */
export interface Damage {
  what: string;
  lies: boolean;
  toText(answer: Json): string;
  headers?: Record<string, string>;
  status?: number;
}

const wrong: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, '', 0, -1, 1e308, true, false, [], {}, [null], { items: null }, 'x'.repeat(100_000)),
  fc.constantFrom<Json>('__proto__', '../..', '\u202e', '\0', 'NaN', '-', 'projects/', 'https://', 'a/b/c', [[[[]]]]),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

/** One value anywhere replaced, left out or renamed, by what the API would say or never say. */
const broken = fc
  .record({
    at: fc.nat(100_000),
    how: fc.constantFrom('replaced', 'left out', 'renamed', 'wrapped', 'made text', 'deep'),
    by: wrong,
  })
  .map(
    ({ at, how, by }): Damage => ({
      what: `${how} at ${at}${how === 'replaced' ? ` by ${JSON.stringify(by).slice(0, 80)}` : ''}`,
      lies: true,
      toText: (answer) => JSON.stringify(edited(answer, at, how, by)),
    }),
  );

/** Well formed: values of the same kind in each other's place, parts of a list missing or there twice. */
const lying = fc
  .record({ at: fc.nat(100_000), other: fc.nat(100_000), how: fc.constantFrom('swapped', 'dropped', 'doubled') })
  .map(
    ({ at, other, how }): Damage => ({
      what: `${how} at ${at} and ${other}`,
      lies: true,
      toText: (answer) => JSON.stringify(how === 'swapped' ? swapped(answer, at, other) : resized(answer, at, how)),
    }),
  );

const page = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>';
const texts = fc.constantFrom(
  page,
  '',
  'null',
  '[]',
  '7',
  '"ok"',
  '{}',
  '{"error":{"code":403,"message":"no","errors":[{"reason":"forbidden"}]}}',
  '{"error":null}',
  '{"items":"many","metadata":7}',
  '{"kind":"Status","status":"Failure","code":500}',
  '{"__proto__":{"items":[]},"constructor":{"prototype":{}}}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"items":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  `{"items":[${'{},'.repeat(20_000)}{}]}`,
  '\ufeff{}',
  '\0\0\0',
);

/** The whole answer is another one, or comes under another name, or is torn. */
const whole = fc
  .record({
    text: fc.option(texts),
    length: fc.option(fc.nat(4_000)),
    type: fc.constantFrom(
      'application/json',
      'text/html',
      'text/plain; charset=klingon',
      'application/octet-stream',
      '',
    ),
    status: fc.constantFrom(200, 200, 200, 200, 204, 206, 301, 400, 401, 403, 404, 409, 410, 412, 418, 429, 500, 503),
  })
  .map(
    ({ text, length, type, status }): Damage => ({
      what: `${status} ${type}: ${text?.slice(0, 60) ?? `torn after ${length}`}`,
      lies: false,
      toText: (answer) => text ?? JSON.stringify(answer).slice(0, length ?? undefined),
      headers: type === '' ? {} : { 'content-type': type },
      status,
    }),
  );

export const damages = fc.oneof(
  { weight: 6, arbitrary: broken },
  { weight: 2, arbitrary: lying },
  { weight: 2, arbitrary: whole },
);

type Parent = { [key: string]: Json } | Json[];
type Place = { parent: Parent; key: string };

function placesIn(value: Json, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ parent: value, key });
    placesIn(at({ parent: value, key }), found);
  }
  return found;
}

function at({ parent, key }: Place): Json {
  return (parent as Record<string, Json>)[key] ?? null;
}

function put({ parent, key }: Place, value: Json): void {
  (parent as Record<string, Json>)[key] = value;
}

function edited(answer: Json, where: number, how: string, by: Json): Json {
  const copy = structuredClone(answer);
  const places = placesIn(copy);
  const place = places[where % Math.max(1, places.length)];
  if (!place) return by;
  const value = at(place);
  if (how === 'replaced') put(place, by);
  if (how === 'wrapped') put(place, [value]);
  if (how === 'made text') put(place, JSON.stringify(value));
  if (how === 'deep') put(place, deep(value));
  if (how === 'renamed') put({ ...place, key: Array.isArray(place.parent) ? '0' : `${place.key}X` }, value);
  if (how === 'left out' || how === 'renamed') leaveOut(place);
  return copy;
}

function leaveOut({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function deep(value: Json): Json {
  let around = value;
  for (let depth = 0; depth < 500; depth += 1) around = { nested: around };
  return around;
}

/** Two values of fields with the same name, anywhere in the answer. */
function swapped(answer: Json, where: number, other: number): Json {
  const copy = structuredClone(answer);
  const places = placesIn(copy);
  const one = places[where % Math.max(1, places.length)];
  const same = places.filter(({ key }) => key === one?.key);
  const partner = same[other % Math.max(1, same.length)];
  if (!one || !partner) return copy;
  const [first, second] = [at(one), at(partner)].map((value) => structuredClone(value));
  put(one, second ?? null);
  put(partner, first ?? null);
  return copy;
}

function resized(answer: Json, where: number, how: string): Json {
  const copy = structuredClone(answer);
  const elements = placesIn(copy).filter(({ parent }) => Array.isArray(parent));
  const place = elements[where % Math.max(1, elements.length)];
  if (!place) return copy;
  if (how === 'dropped') leaveOut(place);
  else (place.parent as Json[]).push(structuredClone(at(place)));
  return copy;
}
