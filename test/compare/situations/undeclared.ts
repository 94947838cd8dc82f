import { undeclaredChanges, withdrawnFields } from '../../../shared/compare/undeclared.ts';
import type { Json, JsonObject } from '../../../shared/model/json.ts';
import { aConfigMap, aDeployment, aPod } from '../objects.ts';
import { linesOf } from './line.ts';

const container = (fields: JsonObject) => aPod({ containers: [{ name: 'web', image: 'nginx', ...fields }] });
const early = '2027-01-01T00:00:00Z';
const late = '2027-01-02T00:00:00Z';
const base = { containers: [{ name: 'web', image: 'nginx:1' }] };
const more = {
  containers: [{ name: 'web', image: 'nginx:1', tty: true, args: [], ports: [{ containerPort: 80, protocol: 'TCP' }] }],
  nodeName: 'n',
  hostNetwork: null,
};
const wrote = (manager: string, fieldsV1: JsonObject, fields: JsonObject = {}) => ({
  manager,
  operation: 'Update',
  time: late,
  fieldsV1,
  ...fields,
});
const spec = (fields: JsonObject) => ({ 'f:spec': fields });
const inWeb = (fields: JsonObject) => spec({ 'f:containers': { 'k:{"name":"web"}': { '.': {}, ...fields } } });
const written = (of: JsonObject, managedFields: Json, metadata: JsonObject = {}): JsonObject => ({
  ...aPod(of),
  metadata: { name: 'web', managedFields, ...metadata },
});
const applied =
  (before: JsonObject, managedFields: Json = []) =>
  (of: JsonObject) =>
    written(of, managedFields, {
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(before) },
    });

/** What stands in the live object and in no file. */
const undeclared: Record<string, [JsonObject, JsonObject]> = {
  'a field that somebody set': [aPod(base), written(more, [wrote('kubectl-edit', inWeb({ 'f:tty': {} }))])],
  'a field by whose writer nothing is known': [aPod(base), written(more, [{ fieldsV1: inWeb({ 'f:tty': {} }) }])],
  'two fields, in the order of their names': [
    aPod(base),
    written(more, [wrote('kubectl-edit', spec({ 'f:nodeName': {} })), wrote('a', inWeb({ 'f:tty': {} }))]),
  ],
  'fields that are empty, gone or null': [
    aPod(base),
    written(more, [
      wrote('kubectl-edit', { ...inWeb({ 'f:args': {}, 'f:gone': {} }), 'f:spec': { 'f:hostNetwork': {} } }),
    ]),
  ],
  'a field that a program set': [
    aPod(base),
    written(
      more,
      [
        'kube-controller-manager',
        'cloud-x',
        'helm',
        'argocd-server',
        'flux',
        'Terraform',
        'gke-x',
        'my-operator',
        'kubelet',
        'vpa-autoscaler',
        'a-scheduler',
      ].map((manager) => wrote(manager, inWeb({ 'f:tty': {} }))),
    ),
  ],
  'a field that was applied': [
    aPod(base),
    written(
      more,
      ['kubectl-client-side-apply', 'kubectl-create', 'kubectl-replace', 'before-first-apply', 'underpin'].map(
        (manager) => wrote(manager, inWeb({ 'f:tty': {} })),
      ),
    ),
  ],
  'a field that was applied on the server': [
    aPod(base),
    written(more, [wrote('kubectl', inWeb({ 'f:tty': {} }), { operation: 'Apply' })]),
  ],
  'a field that was written through a subresource': [
    aPod(base),
    written(more, [wrote('me', inWeb({ 'f:tty': {} }), { subresource: 'status' })]),
  ],
  'a field that was written by kubectl scale': [
    aDeployment({ paused: true }),
    {
      ...aDeployment({ replicas: 5 }),
      metadata: {
        name: 'web',
        managedFields: [wrote('kubectl', spec({ 'f:replicas': {} }), { subresource: 'scale' })],
      },
    },
  ],
  'whoever wrote most of the declared fields brought the files in': [
    aConfigMap({ a: '1', b: '2', c: '3' }),
    {
      ...aConfigMap({ a: '1', b: '2', c: '3', d: '4' }),
      metadata: {
        name: 'web',
        managedFields: [wrote('me', { 'f:data': { 'f:a': {}, 'f:b': {}, 'f:c': {}, 'f:d': {} } })],
      },
    },
  ],
  'whoever wrote two of the declared fields did not': [
    aConfigMap({ a: '1', b: '2', c: '3' }),
    {
      ...aConfigMap({ a: '1', b: '2', c: '3', d: '4' }),
      metadata: { name: 'web', managedFields: [wrote('me', { 'f:data': { 'f:a': {}, 'f:b': {}, 'f:d': {} } })] },
    },
  ],
  'whoever wrote three declared fields among many others did not': [
    aConfigMap({ a: '1', b: '2', c: '3' }),
    {
      ...aConfigMap(Object.fromEntries('abcdefghijkl'.split('').map((name) => [name, '1']))),
      metadata: {
        name: 'web',
        managedFields: [
          wrote('me', { 'f:data': Object.fromEntries('abcdefghijkl'.split('').map((name) => [`f:${name}`, {}])) }),
        ],
      },
    },
  ],
  'labels and annotations of metadata, and nothing else of it': [
    aPod(base),
    written(
      base,
      [
        wrote('me', {
          'f:metadata': {
            'f:labels': { 'f:a': {} },
            'f:annotations': { 'f:mine': {}, 'f:x.kubernetes.io/y': {}, 'f:k8s.io/z': {}, 'f:notk8s.io/z': {} },
            'f:finalizers': {},
          },
          'f:status': { 'f:phase': {} },
        }),
      ],
      {
        labels: { a: 'b' },
        annotations: { mine: '1', 'x.kubernetes.io/y': '1', 'k8s.io/z': '1', 'notk8s.io/z': '1' },
        finalizers: ['x'],
      },
    ),
  ],
  'an item that was added': [
    aPod(base),
    written({ containers: [...base.containers, { name: 'proxy', image: 'envoy' }] }, [
      wrote('me', spec({ 'f:containers': { 'k:{"name":"proxy"}': { '.': {}, 'f:name': {}, 'f:image': {} } } })),
    ]),
  ],
  'a port by its default protocol': [
    container({ ports: [{ containerPort: 80 }] }),
    written(container({ ports: [{ containerPort: 80, protocol: 'TCP', hostPort: 80 }] }).spec as JsonObject, [
      wrote(
        'me',
        inWeb({
          'f:ports': {
            'k:{"containerPort":80,"protocol":"TCP"}': { 'f:hostPort': {} },
            'k:{"containerPort":80,"protocol":"UDP"}': { 'f:hostPort': {} },
          },
        }),
      ),
    ]),
  ],
  'a member of a set, and one of a list': [
    { ...aPod({ ...base, args: ['a'] }) },
    written({ ...base, hostAliases: ['h'], args: ['a', 'b', 7] }, [
      wrote('me', {
        'f:spec': { 'f:hostAliases': { 'v:"h"': {} }, 'f:args': { 'i:1': {}, 'v:7': {}, 'i:nonsense': {} } },
      }),
    ]),
  ],
  'what managedFields should never hold': [
    aPod(base),
    written(more, [7, null, { manager: 7, operation: 'Update', fieldsV1: 'x' }]),
  ],
  'no managedFields': [aPod(base), written(more, 'x')],
  'a field that was applied and is in no file any more': [
    aPod(base),
    applied(aPod({ ...base, nodeName: 'n' }), [wrote('kubectl-client-side-apply', {}, { time: early })])({
      ...base,
      nodeName: 'n',
    }),
  ],
  'a field that was applied, is in no file any more, and is not live either': [
    aPod(base),
    applied(aPod({ ...base, nodeName: 'n' }))(base),
  ],
  'a field that was applied, is in no file any more, and was changed by hand': [
    aPod(base),
    applied(aPod({ ...base, nodeName: 'n' }))({ ...base, nodeName: 'm' }),
  ],
  'a file that lost nothing': [aPod(base), applied(aPod(base))(base)],
  'a record of what was applied that cannot be read': [
    aPod(base),
    written(base, [], { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{' } }),
  ],
  'a record of what was applied that is no object': [
    aPod(base),
    written(base, [], { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '7' } }),
  ],
};

export function undeclaredTexts(): [string, () => string][] {
  return Object.entries(undeclared).map(([title, [declared, live]]) => [
    title,
    () => linesOf([...undeclaredChanges(declared, live), ...withdrawnFields(declared, live)]),
  ]);
}
