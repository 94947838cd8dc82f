import type { JsonObject } from '../../../shared/model/json.ts';

const properties = {
  spec: { $ref: '#/components/schemas/Spec' },
  status: { type: 'object' },
};
/** What an API server tells of kinds that it does not have by itself. */
export const document: JsonObject = {
  components: {
    schemas: {
      Broken: 7,
      Unnamed: { type: 'object' },
      Odd: {
        'x-kubernetes-group-version-kind': [null, { group: 'example.com', version: 'v1', kind: 'Other' }],
        properties,
      },
      Core: { 'x-kubernetes-group-version-kind': [{ group: '', version: 'v9', kind: 'Widget' }], properties },
      Text: {
        'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Text' }],
        type: 'string',
      },
      Widget: {
        'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Widget' }],
        properties,
      },
      Spec: {
        type: 'object',
        properties: {
          size: { type: 'integer', default: 3 },
          ratio: { type: 'number' },
          name: { type: 'string' },
          on: { type: 'boolean' },
          since: { type: 'string', format: 'date-time' },
          port: { 'x-kubernetes-int-or-string': true },
          memory: {
            'x-kubernetes-int-or-string': true,
            pattern: '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$|[numkMGTPE]',
          },
          parts: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name', 'kind'],
            items: { allOf: [{ $ref: '#/components/schemas/Part' }] },
          },
          tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
          lines: {
            type: 'array',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              properties: { name: { type: 'string' }, level: { type: 'string', default: 'info' } },
            },
          },
          bare: { type: 'array' },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          loose: { type: 'object', additionalProperties: {} },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          lost: { $ref: '#/components/schemas/Nowhere', type: 'string' },
        },
      },
      Part: {
        type: 'object',
        properties: { name: { type: 'string' }, kind: { type: 'string', default: 'A' }, size: { type: 'integer' } },
      },
    },
  },
};
