import type { Stack } from '../../../shared/model/declared.ts';
import type { Live } from '../../../shared/model/live.ts';
import type { LabelledObject, ObjectResult, ObservedObject } from '../../../shared/model/objects.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aGap, aLive } from '../../builders/live.ts';
import { difference, differs } from '../../builders/objects.ts';
import { stacksOf } from '../../observe/stacks-of.ts';
import type { Situation, Situations } from './situation.ts';

const ghost =
  'apiVersion: v1\nkind: Service\nmetadata: {name: ghost, labels: {app: ghost}}\nspec: {clusterIP: None}\nstatus: {loadBalancer: {}}\n';
const admin = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: admin, labels: {app: ghost, tier: admin}}\n';
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ghost}\nspec: {clusterIP: None}\n';
const claim = 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ghost}\nspec: {clusterIP: None}\n';
const statefulSet =
  'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: ghost}\nspec: {persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}}\n';
const labelled = `
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: web, namespace: prod, labels: {app: web}}
spec: {template: {metadata: {labels: {tier: front}}, spec: {containers: [{name: c, image: c}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: lone, labels: {app: web}}
spec: {containers: [{name: c, image: c}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
`;

function around(stacks: Stack[], live: Partial<Live> = {}, concern: Situation['concern'] = 'objects'): Situation {
  return { declared: { ...aDeclaration(), stacks }, live: aLive(live), concern };
}

export function observed(result: ObjectResult, more: Partial<ObservedObject> = {}, text = ghost): Situation {
  const stacks = stacksOf({ ghost: text });
  const manifest = stacks[0]?.manifests[0];
  if (!manifest) throw new Error('the stack has no manifest');
  const object = {
    stack: 'ghost',
    manifest,
    subject: `${manifest.kind}/web/ghost`,
    namespace: 'web',
    protected: false,
    undeclared: [],
    ...more,
  };
  return around(stacks, { objects: { objects: [{ ...object, result }], strays: [], gaps: [] } });
}

const writer = { manager: 'kubectl-edit', time: '2027-01-01T00:00:00Z' };
const stray = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'web',
  name: 'old',
  uid: 'u',
  stack: 'ghost',
  subject: 'ConfigMap/web/old',
};

function anObject(name: string, fields: Partial<LabelledObject> = {}): LabelledObject {
  const kind = fields.kind ?? 'Service';
  const subject = `${kind}/web/${name}`;
  return {
    apiVersion: 'v1',
    kind,
    namespace: 'web',
    name,
    uid: `uid-of-${name}`,
    stack: 'ghost',
    subject,
    ownerUids: [],
    protected: false,
    ...fields,
  };
}
const removal = (objects: LabelledObject[], more: Partial<Live> = {}, stacks = stacksOf({ ghost })) =>
  around(stacks, { labelled: objects, ...more }, 'removal');

export const objects: Situations = {
  'a stack is taken down, and another declares what bears its label': () =>
    removal([anObject('ghost'), anObject('admin', { kind: 'ConfigMap' })], {}, stacksOf({ ghost, admin })),
  'an object in sync': () => observed({ state: 'in-sync' }),
  'an object that was not compared': () => observed({ state: 'not-compared', why: 'a Secret' }),
  'an object that the server never keeps': () =>
    observed({ state: 'not-kept', why: 'the server answers it and keeps nothing of it' }),
  'an object that is missing': () => observed({ state: 'missing' }),
  'a protected object that is missing': () => observed({ state: 'missing' }, { protected: true }),
  'an object without a namespace that is missing': () =>
    observed(
      { state: 'missing' },
      { namespace: null, subject: 'Namespace/web' },
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n',
    ),
  'an object that names its namespace itself is missing': () =>
    observed({ state: 'missing' }, {}, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ghost, namespace: web}\n'),
  'a Secret that is missing': () =>
    observed({ state: 'missing' }, {}, 'apiVersion: v1\nkind: Secret\nmetadata: {name: ghost}\n'),
  'an object that is being deleted': () => observed({ state: 'deleting', since: '2027-01-15T02:00:00Z' }),
  'an object whose version is not served any more': () =>
    observed({ state: 'not-served', servedAs: ['example.com/v2', 'example.com/v3'] }),
  'an object whose version is served in the core group': () =>
    observed({ state: 'not-served', servedAs: ['v1'] }, { namespace: null }),
  'an object whose kind is not served': () => observed({ state: 'not-served', servedAs: [] }),
  'an object that differs': () => observed(differs),
  'an object that differs, and whose replicas are an autoscaler’s': () =>
    observed(
      { ...differs, controlled: ['spec.replicas'] },
      {},
      deployment.replace('{clusterIP: None}', '{clusterIP: None, replicas: 2}'),
    ),
  'an object that differs, and who wrote it last': () =>
    observed({ ...differs, differences: [{ ...difference, writer }] }),
  'an object that differs, and who wrote it nobody knows when': () =>
    observed({ ...differs, differences: [{ ...difference, writer: { manager: 'old-kubectl', time: '' } }] }),
  'an object that the API server would not change in place': () =>
    observed({ ...differs, differences: [{ ...difference, writer }], refusal: 'field is immutable' }),
  'an object beside a claim in its file that the API server would not change in place': () =>
    observed({ ...differs, refusal: 'field is immutable' }, {}, `${deployment}---\n${claim}`),
  'a claim that the API server would not change in place': () =>
    observed({ ...differs, refusal: 'spec is immutable after creation' }, {}, claim),
  'a StatefulSet whose claims go with it, and that the API server would not change in place': () =>
    observed({ ...differs, refusal: 'updates are forbidden' }, {}, statefulSet),
  'a protected object that the API server would not change in place': () =>
    observed({ ...differs, refusal: 'field is immutable' }, { protected: true }),
  'a protected object that differs': () => observed(differs, { protected: true }),
  'an object of which a part could not be decided': () =>
    observed({ ...differs, undecided: [{ ...difference, path: 'spec.someday' }], undecidedWhy: 'no dry run: 403' }),
  'an object that could not be read': () => observed({ state: 'unknown', why: '403' }),
  'a field that nobody declared': () =>
    observed(
      { state: 'in-sync' },
      {
        undeclared: [
          { path: 'metadata.labels.a', live: 'b', writer },
          { path: 'c', live: 1, writer: { ...writer, time: '' } },
        ],
      },
    ),
  'objects that carry the label and stand in no file': () =>
    around([], {
      objects: {
        objects: [],
        strays: [stray, { ...stray, kind: 'Namespace', namespace: null, name: "it's", subject: "Namespace/it's" }],
        gaps: [],
      },
    }),
  'the label that tear-down relies on is missing': () => around(stacksOf({ web: labelled })),
  'a stack that is kept by other labels': () => around(stacksOf({ elsewhere: labelled })),
  'a warning about a declaration': () => {
    const { declared, ...rest } = around([]);
    return {
      ...rest,
      declared: {
        ...declared,
        warnings: [{ source: { file: 'a.yaml', line: 3, column: 2 }, message: 'a key stands twice' }],
      },
    };
  },
  'a stack is taken down': () =>
    removal([
      anObject('ghost'),
      anObject('ghost-rc', { kind: 'ReplicationController' }),
      anObject('ghost-1', { kind: 'Pod', ownerUids: ['uid-of-ghost-rc'] }),
      anObject('below', { kind: 'Job', ownerUids: ['uid-of-ghost-1'] }),
      anObject('foreign', { kind: 'Pod', ownerUids: ['somebody'] }),
      anObject('data', { kind: 'PersistentVolumeClaim' }),
      anObject('all', { kind: 'Namespace', namespace: null, subject: 'Namespace/all' }),
      anObject('kept', { protected: true }),
    ]),
  'a protected stack is taken down': () =>
    removal(
      [anObject('ghost')],
      {},
      stacksOf({ ghost }).map((one) => ({ ...one, protected: true })),
    ),
  'a stack is taken down, and what an object owns has to stay': () =>
    removal([
      anObject('db', { kind: 'StatefulSet' }),
      anObject('data-db-0', { kind: 'PersistentVolumeClaim', ownerUids: ['uid-of-db'] }),
      anObject('web', { kind: 'Deployment' }),
      anObject('web-1', { kind: 'ReplicaSet', ownerUids: ['uid-of-web'] }),
      anObject('web-1-a', { kind: 'Pod', ownerUids: ['uid-of-web-1'], protected: true }),
    ]),
  'a stack is taken down, and its files say what has to stay': () =>
    removal(
      [anObject('ghost'), anObject('ghost', { apiVersion: 'apps/v1', kind: 'StatefulSet' })],
      {},
      stacksOf({
        ghost: `${ghost.replace('labels:', 'annotations: {underpin.dev/protect: "true"}, labels:')}---\n${statefulSet}`,
      }),
    ),
  'a stack is taken down while something could not be read': () =>
    removal([anObject('ghost')], { gaps: [aGap('objects', 'Service')] }),
};
