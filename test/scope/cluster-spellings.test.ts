import { aClusterAuditEntry, aNodeEvent, aNotification, anApiServerAudit, ids } from './an-entry.ts';
import { type Row, testRows } from './rows.ts';

const node = { project: ids.project, instance: ids.instance, cluster: { name: 'shop', location: 'europe-west1' } };
const taint = { spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }] } };
const bare = { instance: ids.instance };

const kubernetes: Row[] = [
  [
    'a node that exists',
    aClusterAuditEntry('create', { status: { code: 6, message: 'already exists' } }),
    'ignore',
    node,
  ],
  [
    'a node deleted, with its Status',
    aClusterAuditEntry('delete', { response: { kind: 'Status', status: 'Success' } }),
    'act gone',
    node,
  ],
  ['a node deleted, without body', aClusterAuditEntry('delete'), 'act gone', node],
  ['a node not there to delete', aClusterAuditEntry('delete', { status: { code: 5 } }), 'ignore', node],
  ['the taint of the autoscaler', aClusterAuditEntry('patch', { request: taint }), 'act unknown', node],
  [
    'a JSON patch',
    aClusterAuditEntry('patch', { request: [{ op: 'add', path: '/metadata/labels/x' }] }),
    'act unknown',
    node,
  ],
  [
    'its last taint taken away',
    aClusterAuditEntry('patch', { request: { spec: { taints: null } } }),
    'act unknown',
    node,
  ],
  ['all its labels', aClusterAuditEntry('patch', { request: { metadata: { labels: null } } }), 'act unknown', node],
  [
    'a whole node applied, which leaves out what goes',
    aClusterAuditEntry('patch', { request: { kind: 'Node', metadata: { annotations: { a: 'b' } } } }),
    'act unknown',
    node,
  ],
  [
    'a whole node written',
    aClusterAuditEntry('update', { request: { metadata: { annotations: { a: 'b' } }, spec: {} } }),
    'act unknown',
    node,
  ],
  [
    'an annotation',
    aClusterAuditEntry('patch', { request: { metadata: { annotations: { a: 'b' } } } }),
    'ignore',
    node,
  ],
  ['an API server of one’s own', anApiServerAudit('delete'), 'act gone', bare],
  ['… shipped to Cloud Logging', { ...aNodeEvent('x'), jsonPayload: anApiServerAudit('create') }, 'act appeared', node],
  [
    '… of a node that is named in full',
    anApiServerAudit('delete', { objectRef: { resource: 'nodes', name: 'minion-1.home.example' } }),
    'act gone',
    { ...bare, instance: null },
  ],
  ['… of a node without a name', anApiServerAudit('delete', { objectRef: { resource: 'nodes' } }), 'reject'],
  ['… before it answered', anApiServerAudit('delete', { stage: 'RequestReceived' }), 'ignore', bare],
  [
    '… that refused',
    anApiServerAudit('delete', { responseStatus: { code: 403, message: 'forbidden' } }),
    'ignore',
    bare,
  ],
  [
    '… about node status',
    anApiServerAudit('patch', { objectRef: { resource: 'nodes', subresource: 'status', name: ids.instance } }),
    'ignore',
  ],
  [
    '… about pods',
    anApiServerAudit('delete', { objectRef: { resource: 'pods', namespace: 'default', name: 'p' } }),
    'ignore',
  ],
  ['the autoscaler takes a node', aNodeEvent('ScaleDown'), 'act leaving', node],
  ['the autoscaler failed to', aNodeEvent('ScaleDownFailed'), 'ignore', node],
  ['a full disk', aNodeEvent('NodeHasDiskPressure'), 'ignore', node],
  ['a cordon', aNodeEvent('NodeNotSchedulable'), 'ignore', node],
];

const shop = { project: '123456789', region: 'europe-west1', cluster: { name: 'shop', location: ids.zone } };
const pool = { resourceType: 'NODE_POOL' };

const notifications: Row[] = ['v1', 'v1beta1'].flatMap((version): Row[] => [
  [`${version}: node pool`, aNotification(`${version}.UpgradeEvent`, pool), 'act unknown', shop],
  [
    `${version}: snake case`,
    aNotification(`${version}.UpgradeEvent`, { resource_type: 'NODE_POOL' }),
    'act unknown',
    shop,
  ],
  [`${version}: control plane`, aNotification(`${version}.UpgradeEvent`, { resourceType: 'MASTER' }), 'ignore', shop],
  [
    `${version}: finished`,
    aNotification(`${version}.UpgradeInfoEvent`, { ...pool, state: 'SUCCEEDED' }),
    'act unknown',
    shop,
  ],
  [
    `${version}: held up by a budget`,
    aNotification(`${version}.UpgradeInfoEvent`, { ...pool, eventType: 'DISRUPTION_EVENT' }),
    'act unknown',
    shop,
  ],
  [
    `${version}: end of support`,
    aNotification(`${version}.UpgradeInfoEvent`, { ...pool, eventType: 'END_OF_SUPPORT' }),
    'ignore',
    shop,
  ],
  [`${version}: available`, aNotification(`${version}.UpgradeAvailableEvent`, pool), 'ignore', shop],
  [
    `${version}: bulletin`,
    aNotification(`${version}.SecurityBulletinEvent`, { bulletinId: 'GCP-2026-1' }),
    'ignore',
    shop,
  ],
]);

testRows([...kubernetes, ...notifications]);
