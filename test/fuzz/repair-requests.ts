import fc from 'fast-check';
import { anyCharacter } from '../builders/any-character.ts';
import { aRepairDesk } from '../functions/a-repair-desk.ts';
import { inTime, note, type Target } from './target.ts';

const words = fc.oneof(
  fc.constantFrom(
    'home',
    'nodes',
    'cluster',
    'scope',
    'apply',
    'plan',
    'node',
    '__proto__',
    'constructor',
    '',
    '\0',
    '../..',
  ),
  fc.string({ unit: anyCharacter, maxLength: 40 }),
);
const values = fc.oneof(words, fc.boolean(), fc.constant(null), fc.double(), fc.array(words, { maxLength: 3 }));
const parts = fc.dictionary(words, values, { maxKeys: 3 });
/** Near to what is right, since what is far from it is refused at the first look. */
export const bodies = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      { cluster: fc.oneof(fc.constant('home'), values), scope: fc.oneof(parts, values), apply: values, plan: values },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: parts },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const texts = fc.oneof(
  bodies.map((body) => JSON.stringify(body)),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  bodies.chain((body) => fc.nat().map((at) => JSON.stringify(body).slice(0, at % 200))),
);
const types = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=klingon',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/cloudevents+json',
  '',
);

const methods = fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH');

/** Bodies to manual-repair, by somebody who may ask: none gives 500 or writes anything. */
export const repairRequests: Target = {
  name: 'repair-requests',
  open: async () => {
    const desk = await aRepairDesk();
    let inputs = 0;
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(texts, types, methods, async (body, type, method) => {
      inputs += 1;
      const headers = { authorization: `Bearer ${desk.token()}`, ...(type && { 'content-type': type }) };
      const { status } = await inTime(() => desk.send({ method, body, headers }));
      note(seen, String(status));
      const calls = [...desk.cloud.compute.calls.splice(0), ...desk.kubernetes.calls.splice(0)];
      return status !== 500 && !calls.some(({ mutating }) => mutating);
    });
    return { property, inputs: () => inputs, seen, close: desk.close };
  },
};
