import { type ApiType, typeOfKind } from '../../../shared/compare/api-types.ts';
import { compareObject } from '../../../shared/compare/compare.ts';
import { typeFromDocument } from '../../../shared/compare/custom-types.ts';
import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { linesOf } from './line.ts';
import { document } from './widget.ts';

const widgetType = () => typeFromDocument(document, 'example.com/v1', 'Widget');
const widget = (spec: JsonObject): JsonObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'x' },
  spec,
});
const custom = (declared: JsonObject, live: JsonObject) => [widget(declared), widget(live)] as const;

/** Specs of a custom kind, declared and live. */
const cases: Record<string, readonly [JsonObject, JsonObject]> = {
  'a custom object in order': custom(
    { size: 1, name: 'a', tags: ['a'], parts: [{ name: 'p', size: 1 }] },
    { size: 1, name: 'a', tags: ['b', 'a'], parts: [{ name: 'p', kind: 'A', size: 1 }] },
  ),
  'a custom object keeps its zeros': custom(
    { size: 0, ratio: 0, name: '', on: false, tags: [], parts: [], lines: [], labels: {} },
    {},
  ),
  'a custom object with other values': custom(
    {
      size: 1,
      ratio: 1.5,
      name: 'a',
      on: true,
      since: '2027-01-01T00:00:00Z',
      port: '80',
      memory: '1Gi',
      free: { a: 1 },
      lost: 'a',
    },
    {
      size: 2,
      ratio: 1.6,
      name: 'b',
      on: false,
      since: '2027-01-01T00:00:01Z',
      port: 81,
      memory: '2Gi',
      free: { a: 2 },
      lost: 'b',
    },
  ),
  'a custom object in other words': custom(
    { since: '2027-01-01T00:00:00Z', port: '80', memory: '1024Mi', name: '1h', bare: [1] },
    { since: '2027-01-01T01:00:00+01:00', port: 80, memory: '1Gi', name: '60m', bare: [1] },
  ),
  'a custom list by its keys': custom(
    {
      parts: [
        { name: 'p', kind: 'B', size: 1 },
        { name: 'q', size: 1 },
      ],
    },
    { parts: [{ name: 'q', kind: 'A', size: 2 }] },
  ),
  'a custom set': custom({ tags: ['a', 'b'] }, { tags: ['b', 'c'] }),
  'a custom list that is one value': custom({ lines: [{ name: 'a' }] }, { lines: [{ name: 'a', level: 'info' }] }),
  'a custom list that is one value, with more in it': custom(
    { lines: [{ name: 'a' }] },
    { lines: [{ name: 'a', level: 'debug' }] },
  ),
  'a custom map': custom(
    { labels: { a: 'x', b: 'y' }, loose: { a: 1 } },
    { labels: { a: 'z', c: 'y' }, loose: { a: 2 } },
  ),
  'a custom default is what the schema says': custom({ size: 3 }, {}),
};

export function customTexts(): [string, () => string][] {
  return Object.entries(cases).map(([title, [declared, live]]) => [
    title,
    () => linesOf(compareObject(declared, live, widgetType())),
  ]);
}

export function typeTexts(): [string, () => string][] {
  const versions: [string, string][] = [
    ['example.com/v1', 'Widget'],
    ['v9', 'Widget'],
    ['example.com/v1', 'Other'],
    ['example.com/v1', 'Text'],
    ['example.com/v2', 'Widget'],
    ['example.com/v1', 'Nothing'],
  ];
  const found = versions.map(([apiVersion, kind]): [string, () => string] => [
    `${kind} of ${apiVersion}`,
    () => shape(typeFromDocument(document, apiVersion, kind), 4),
  ]);
  const broken: Json[] = [{}, { components: 7 }, { components: { schemas: [] } }];
  return [
    ...found,
    ...broken.map((one): [string, () => string] => [
      `a document that is ${JSON.stringify(one)}`,
      () => shape(typeFromDocument(one as JsonObject, 'example.com/v1', 'Widget'), 4),
    ]),
    ...['v1/Pod', 'apps/v1/Deployment', 'example.com/v1/X'].map((one): [string, () => string] => {
      const cut = one.lastIndexOf('/');
      return [`${one}, built in`, () => shape(typeOfKind(one.slice(0, cut), one.slice(cut + 1)), 1)];
    }),
  ];
}

const asked = [
  'metadata',
  'spec',
  'status',
  'size',
  'ratio',
  'name',
  'on',
  'since',
  'port',
  'memory',
  'parts',
  'tags',
  'lines',
  'bare',
  'labels',
  'loose',
  'free',
  'lost',
  'kind',
  'level',
  'constructor',
  'containers',
  'replicas',
  'template',
  'volumes',
];

function shape(type: ApiType | undefined, depth: number): string {
  if (type === undefined) return 'unknown';
  const mark = type.pointer ? '*' : '';
  if (type.form === 'scalar') return mark + type.word;
  if (type.form === 'map') return `${mark}{}${shape(type.of, depth)}`;
  if (type.form === 'list') return `${mark}[${type.isSet ? '=' : type.keys.join()}]${shape(type.of, depth)}`;
  const fields =
    depth === 0
      ? []
      : asked.flatMap((name) => {
          const of = type.field(name);
          return of && name !== 'metadata' ? [`${name}: ${shape(of, depth - 1)}`] : of ? [`metadata: ${of.form}`] : [];
        });
  const defaults =
    type.defaults && Object.keys(type.defaults).length > 0 ? ` by default ${JSON.stringify(type.defaults)}` : '';
  return `${mark}${type.name}${defaults}${fields.length > 0 ? ` { ${fields.join('; ')} }` : ''}`;
}
