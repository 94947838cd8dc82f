import { anAuditEntry, aSystemEvent, ids, vmPath } from './an-entry.ts';
import { type Row, testRows } from './rows.ts';

function namedByItself(methodName: string, resourceName = vmPath): object {
  const event = aSystemEvent('x');
  return { ...event, protoPayload: { ...event.protoPayload, methodName, resourceName } };
}

const insert = 'v1.compute.instances.insert';
const erase = 'v1.compute.instances.delete';
const stockout = { errors: [{ code: 'ZONE_RESOURCE_POOL_EXHAUSTED', message: 'The zone does not have enough' }] };
const at = (resourceName: string) => ({ payload: { resourceName } });
const gone = (resourceName: string) => anAuditEntry(erase, at(resourceName));
const status = (code: number, message = 'said so') => ({ payload: { status: { code, message } }, severity: 'ERROR' });

const calls: Row[] = [
  ['alpha version', anAuditEntry('alpha.compute.instances.insert'), 'act appeared', ids],
  ['beta version', anAuditEntry('beta.compute.instances.delete', { operation: 'first' }), 'act leaving', ids],
  ['no version', anAuditEntry('compute.instances.delete'), 'act gone', ids],
  [
    'a producer of 2018',
    anAuditEntry(insert, { operation: { producer: 'type.googleapis.com', last: true } }),
    'act appeared',
  ],
  ['flags written as false', anAuditEntry(insert, { operation: { first: false, last: true } }), 'act appeared'],
  ['first and not last', anAuditEntry(insert, { operation: { first: true, last: false } }), 'ignore'],
  ['flags as text', anAuditEntry(insert, { operation: { last: 'true' } }), 'act appeared'],
  ['no flag', anAuditEntry(insert, { operation: 'unflagged' }), 'act appeared'],
  [
    'both flags, one VM of many',
    anAuditEntry('v1.compute.instances.bulkInsert', { operation: 'both' }),
    'act appeared',
    ids,
  ],
  ['an empty status', anAuditEntry(insert, { payload: { status: {} } }), 'act appeared'],
  ['severity as a number', anAuditEntry(insert, { severity: 500 }), 'ignore'],
  ['a notice as a number', anAuditEntry(insert, { severity: 300 }), 'act appeared'],
  ['a warning', anAuditEntry(insert, { severity: 'WARNING' }), 'act appeared'],
  ['a code as text', anAuditEntry(insert, { payload: { status: { code: '8' } } }), 'ignore'],
  [
    'a failed operation told in the response alone',
    anAuditEntry(insert, { payload: { response: { status: 'DONE', error: stockout } } }),
    'ignore',
  ],
  [
    'an HTTP status of the operation',
    anAuditEntry(insert, { payload: { response: { httpErrorStatusCode: 503 } } }),
    'ignore',
  ],
  ['found no VM', anAuditEntry(erase, status(5)), 'act gone', ids],
  [
    'found no VM, in the words of an operation',
    anAuditEntry(erase, {
      severity: 'ERROR',
      payload: { response: { error: { errors: [{ code: 'RESOURCE_NOT_FOUND' }] } } },
    }),
    'act gone',
  ],
  ['found no VM, without operation', anAuditEntry(erase, { ...status(5), operation: 'none' }), 'ignore'],
  ['not permitted', anAuditEntry(erase, { ...status(7), operation: 'none' }), 'ignore'],
  ['a delete that failed late', anAuditEntry(erase, status(13)), 'act unknown'],
  ['suspended', anAuditEntry('v1.compute.instances.suspend'), 'act leaving'],
  ['resumed', anAuditEntry('v1.compute.instances.resume'), 'act restarted'],
  ['reset in one entry', anAuditEntry('v1.compute.instances.reset', { operation: 'both' }), 'act restarted'],
  ['another machine type', anAuditEntry('v1.compute.instances.setMachineType'), 'ignore'],
  [
    'disk of an organisation log',
    anAuditEntry('v1.compute.disks.insert', at(`projects/${ids.project}/zones/${ids.zone}/disks/d`)),
    'ignore',
  ],
];

const groupAt = (place: string) => ({
  ...at(`projects/123456789/${place}/instanceGroupManagers/g`),
  labels: { instance_group_manager_name: 'g', location: place.split('/')[1], project_id: ids.project },
});
const inZone = { project: ids.project, zone: ids.zone, region: 'europe-west1' };
const inRegion = { project: ids.project, region: 'europe-west1' };
const verbs = ['recreateInstances', 'deleteInstances', 'resize', 'createInstances', 'abandonInstances', 'patch'];
const more = ['applyUpdatesToInstances', 'delete', 'stopInstances', 'resumeInstances'];

const groups: Row[] = [
  ...[...verbs, ...more].map((verb): Row => {
    const zonal = anAuditEntry(`v1.compute.instanceGroupManagers.${verb}`, groupAt(`zones/${ids.zone}`));
    return [`a zonal group: ${verb}`, zonal, 'act unknown', inZone];
  }),
  ...verbs.map((verb): Row => {
    const regional = anAuditEntry(`beta.compute.regionInstanceGroupManagers.${verb}`, groupAt('regions/europe-west1'));
    return [`a regional group: ${verb}`, regional, 'act unknown', inRegion];
  }),
  [
    'many VMs in a region',
    anAuditEntry('v1.compute.regionInstances.bulkInsert', {
      ...at(`projects/${ids.project}/regions/europe-west1/instances`),
      labels: { project_id: ids.project },
    }),
    'act appeared',
    inRegion,
  ],
];

const places: Row[] = [
  ['a link', gone(`https://www.googleapis.com/compute/beta/${vmPath}`), 'act gone', ids],
  ['a link without scheme', gone(`//compute.googleapis.com/${vmPath}`), 'act gone', ids],
  ['a slash at the end', gone(`${vmPath}/`), 'act gone', ids],
  ['the project by number', gone(vmPath.replace(ids.project, '123456789')), 'act gone', ids],
  ['a VM by number', gone(vmPath.replace(ids.instance, ids.instanceId)), 'act gone', { ...ids, instance: null }],
  ['a path that climbs', gone(`${vmPath}/../../x`), 'act gone', { ...ids, instance: null }],
  [
    'a project of a domain',
    anAuditEntry(erase, { ...at(vmPath.replace(ids.project, 'example.com:proj')), labels: {} }),
    'act gone',
    { ...ids, project: 'example.com:proj', instanceId: null },
  ],
  [
    'a project of a domain in the log name alone',
    anAuditEntry(erase, { ...at(vmPath.replace(ids.project, '123')), labels: {}, log: 'projects/example.com%3Aproj' }),
    'act gone',
    { ...ids, project: 'example.com:proj', instanceId: null },
  ],
  ['the log of an organisation', anAuditEntry(erase, { log: 'organizations/998877' }), 'act gone', ids],
  ['the log of a billing account', aSystemEvent('preempted', 'billingAccounts/01AB-2C'), 'act leaving', ids],
  ['the log of a folder', aSystemEvent('hostError', 'folders/1'), 'act leaving', ids],
  ['an event of a VM under a name of its own', namedByItself('ScheduledVMs'), 'act unknown', ids],
  ['… that names the VM by its id', namedByItself('ScheduledVMs', ''), 'act unknown', { ...ids, instance: null }],
  ['a notice of maintenance', aSystemEvent('upcomingInfraMaintenance'), 'ignore', ids],
];

const rest: Row[] = [
  [
    'a batch of CloudEvents',
    [{ specversion: '1.0', type: 'google.cloud.audit.log.v1.written', data: gone(vmPath) }],
    'reject',
  ],
  ['attributes without data', { message: { attributes: { a: 'b' }, messageId: '1' }, subscription: 's' }, 'reject'],
  [
    'base64 in lines of 76',
    {
      message: {
        data: Buffer.from(JSON.stringify(gone(vmPath)))
          .toString('base64')
          .replaceAll(/.{76}/g, '$&\n'),
      },
    },
    'act gone',
    ids,
  ],
  [
    'fields of wrong types',
    { protoPayload: { methodName: 5, serviceName: [], resourceName: {} }, resource: [] },
    'reject',
  ],
  [
    'a log of the scheduler',
    { jsonPayload: { '@type': 'type.googleapis.com/google.cloud.scheduler.logging.AttemptFinished' } },
    'ignore',
  ],
  ['an alert', { incident: { incident_id: '0', state: 'open' }, version: '1.2' }, 'reject'],
  ['a number', 5, 'reject'],
];

testRows([...calls, ...groups, ...places, ...rest]);
