import type { Entry } from './entry.ts';

export interface Sample {
  /** As a person would call it: `the preemption of a VM`. */
  what: string;
  entry: Entry;
}

export interface Place {
  project: string;
  zone: string;
}

/** One entry of each kind that a node change leaves in the log, with the fields that the real ones have. */
export function sampleEntries(place: Place): Sample[] {
  return [
    ...calls.map(([what, method, phase]) => ({ what, entry: activity(method, phase, place) })),
    ...happenings.map(([what, method]) => ({ what, entry: systemEvent(`compute.instances.${method}`, place) })),
    { what: 'a reboot from inside', entry: nodeEvent('Rebooted', place) },
  ];
}

type Phase = 'first' | 'last';

/** Of the two entries of a call, those that node-change acts on: going counts when accepted, coming when finished. */
const calls: [what: string, method: string, phase: Phase][] = [
  ['a VM that was made', 'instances.insert', 'last'],
  ['the deletion of a VM', 'instances.delete', 'first'],
  ['a VM that was deleted', 'instances.delete', 'last'],
  ['the stop of a VM', 'instances.stop', 'first'],
  ['a VM that was started', 'instances.start', 'last'],
  ['a VM that was reset', 'instances.reset', 'last'],
  ['a VM whose tags were changed', 'instances.setTags', 'last'],
  ['a pool member that was removed', 'targetPools.removeInstance', 'last'],
];

const happenings: [what: string, method: string][] = [
  ['the preemption of a VM', 'preempted'],
  ['a host error', 'hostError'],
  ['a repair by the managed group', 'repair.recreateInstance'],
  ['an automatic restart', 'automaticRestart'],
  ['a shut-down from inside', 'guestTerminate'],
  ['a stop for maintenance', 'terminateOnHostMaintenance'],
];

const id = '1770779640011-64f1c02b7c0aa-3d1f77c0-9b04a8de';
const moments = { timestamp: '2026-02-11T03:14:07.120385Z', receiveTimestamp: '2026-02-11T03:14:07.902117Z' };

function activity(method: string, phase: Phase, place: Place): Entry {
  const principal = '461580021277@cloudservices.gserviceaccount.com';
  const operation = { id: `operation-${id}`, producer: 'compute.googleapis.com', [phase]: true };
  const request = { '@type': `type.googleapis.com/compute.${method}` };
  const payload = { ...payloadOf(`v1.compute.${method}`, principal, place), request };
  return entryOf('activity', { severity: 'NOTICE', protoPayload: payload, operation }, place);
}

function systemEvent(method: string, place: Place): Entry {
  const operation = { id: `systemevent-${id}`, producer: method, first: true, last: true };
  const protoPayload = { ...payloadOf(method, 'system@google.com', place), status: {} };
  return entryOf('system_event', { severity: 'INFO', protoPayload, operation }, place);
}

/** As GKE exports it, or whoever exports the Events of a cluster of one's own. */
function nodeEvent(reason: string, { project, zone }: Place): Entry {
  const name = 'node-7x2q';
  return {
    severity: 'WARNING',
    jsonPayload: { apiVersion: 'v1', kind: 'Event', involvedObject: { kind: 'Node', name, uid: name }, reason },
    resource: {
      type: 'k8s_node',
      labels: { project_id: project, cluster_name: 'home', location: zone, node_name: name },
    },
    ...moments,
    logName: `projects/${project}/logs/events`,
  };
}

function payloadOf(methodName: string, principalEmail: string, { project, zone }: Place): Entry {
  const isPool = methodName.includes('targetPools');
  const path = isPool
    ? `regions/${zone.replace(/-[a-z]$/, '')}/targetPools/nodes`
    : `zones/${zone}/instances/node-7x2q`;
  return {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'compute.googleapis.com',
    methodName,
    resourceName: `projects/${project}/${path}`,
    authenticationInfo: { principalEmail },
  };
}

function entryOf(log: string, fields: Entry & { protoPayload: Entry }, { project, zone }: Place): Entry {
  const isPool = String(fields.protoPayload.methodName).includes('targetPools');
  return {
    ...fields,
    insertId: '-k3v9x1d4abc',
    resource: isPool
      ? { type: 'gce_target_pool', labels: { project_id: project, region: zone.replace(/-[a-z]$/, '') } }
      : { type: 'gce_instance', labels: { instance_id: '6129034455102938471', project_id: project, zone } },
    ...moments,
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2F${log}`,
  };
}
