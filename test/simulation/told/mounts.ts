import type { Entry } from '../history.ts';
import { attached, aVm, disk, holding, vm, zone } from './a-home.ts';
import {
  aReadOf,
  intent,
  line,
  look,
  object,
  ourObject,
  ourResource,
  outcome,
  resource,
  sent,
  served,
  theEnd,
} from './entries.ts';
import type { Tellings } from './twice-told.ts';

const call = { verb: 'mount', disk: 'foodata', deviceName: 'foodata', path: '/mnt/foodata', isReadOnly: false };
const blank = { kind: 'blank', type: '', uuid: null };

/** The mount script, as it mounts a disk with a filesystem of its own. */
export const aScript = (fields: object = {}): Entry =>
  ({
    at: 1000,
    kind: 'script',
    node: 'minions-1',
    instanceId: '7',
    ok: true,
    call,
    mountsBefore: [],
    mountsAfter: [{ path: '/mnt/foodata', source: disk }],
    contentBefore: { kind: 'signature', type: 'ext4', uuid: 'u' },
    contentAfter: { kind: 'signature', type: 'ext4', uuid: 'u' },
    ...fields,
  }) as unknown as Entry;

const mountedAt = '2027-01-15T02:00:00Z';
const holdingNew = { disks: [attached('newdata')] };
const toBeFormatted = intent('attach-disk', { mayBeFormatted: true });
const formatOfNew = aScript({ call: { ...call, disk: 'newdata', deviceName: 'newdata' }, contentBefore: blank });
const unmount = aScript({ call: { ...call, verb: 'unmount' } });
const aJob = '/apis/batch/v1/namespaces/underpin-mounts/jobs/mount-foodata';
const toBeMounted = intent('mount-disk', { mount: { node: 'minions-1', mountPath: '/mnt/foodata' } });
const aPodThatIs = (phase: string) =>
  object('/pods', 'default/a', {
    metadata: { name: 'a' },
    spec: { nodeName: 'minions-1', volumes: [{ name: 'world', hostPath: { path: '/mnt/foodata' } }] },
    status: { phase },
  });

const aNode = (metadata: object) => object('/nodes', 'minions-1', { metadata });
const recordOf = (uuid: string) => ({ annotations: { 'disk.underpin.dev/foodata': JSON.stringify({ uuid }) } });
const aPatch = (metadata: object) => ({
  method: 'PATCH',
  path: '/api/v1/nodes/minions-1',
  body: JSON.stringify({ metadata }),
});
const patch = (metadata: object) => sent(aPatch(metadata));
const labelled = (value: string | null) => ({ labels: { 'disk.underpin.dev/foodata': value } });
const forgotten = { annotations: { 'disk.underpin.dev/foodata': null } };
const gapIn = (part: string | null, area = 'instances') => line({ message: 'observed', gaps: [{ area, part }] });
const nodeWithMount = (metadata: object = {}) => ({
  metadata: {
    name: 'minions-1',
    annotations: { 'disk.underpin.dev/foodata': JSON.stringify({ bootID: 'b', path: '/mnt/foodata', mountedAt }) },
    ...metadata,
  },
  status: { nodeInfo: { bootID: 'b' } },
});
const aNodeWithMount = object('/nodes', 'minions-1', nodeWithMount());
/** With which a run begins, and which sees the VM without the disk. */
const lookAtAll = [resource(vm, aVm()), look, ...aReadOf('/api/v1/nodes')];
/** The mark goes, of a node that was so right before. */
const unmarked = (before: object, status = 200) => [
  ...(status === 200 ? [ourObject('/nodes', 'minions-1', { before, after: { metadata: {} } })] : []),
  ...served({ ...aPatch(labelled(null)), status }),
];

const detachedWith = (mounts: string[]) =>
  ({ ...ourResource(vm, { before: aVm(holding), after: aVm() }), mounts }) as Entry;

export const mountTellings: Tellings = {
  'I-02: a disk is not unmounted under a pod that uses it': {
    broken: [aPodThatIs('Running'), unmount],
    whole: [aPodThatIs('Succeeded'), unmount],
  },
  'I-02: nor under one that is about to begin': {
    broken: [aPodThatIs('Pending'), unmount],
    whole: [aPodThatIs('Failed'), unmount],
  },
  'I-04': {
    broken: [aScript({ contentBefore: blank })],
    whole: [aScript()],
  },
  'I-04: what others have had is not formatted': {
    broken: [resource(vm, aVm(holdingNew)), formatOfNew],
    whole: [ourResource(vm, { after: aVm(holdingNew) }), formatOfNew],
  },
  'I-04: a disk that may be formatted is attached where its mount follows': {
    broken: [look, toBeFormatted, outcome('attach-disk'), theEnd],
    whole: [look, toBeFormatted, outcome('attach-disk'), outcome('mount-disk', { state: 'waiting' }), theEnd],
  },
  'I-06': {
    broken: [aScript({ mountsAfter: [{ path: '/mnt/foodata', source: `${zone}/disks/other` }] })],
    whole: [aScript()],
  },
  'I-06: a disk is mounted in the mode that is declared': {
    broken: [aScript({ call: { ...call, isReadOnly: true } })],
    whole: [aScript()],
  },
  'I-06: a disk holds the filesystem that was mounted there before': {
    broken: [aNode(recordOf('another')), aScript()],
    whole: [aNode(recordOf('u')), aScript()],
  },
  'I-06: what was blank is another disk of the name': {
    broken: [aNode(recordOf('another')), aScript()],
    whole: [aNode(recordOf('another')), aScript({ contentBefore: blank })],
  },
  'I-08': {
    broken: [detachedWith([disk])],
    whole: [detachedWith([])],
  },
  'I-08: a node says that a disk is mounted when it has been mounted': {
    broken: [...aReadOf(vm), patch(labelled('mounted'))],
    whole: [...aReadOf(vm), aScript(), patch(labelled('mounted'))],
  },
  'I-08: and has not been unmounted since anybody looked': {
    broken: [...aReadOf(vm), aScript(), unmount, ...aReadOf(aJob), patch(labelled('mounted'))],
    whole: [...aReadOf(vm), aScript(), ...aReadOf(aJob), unmount, patch(labelled('mounted'))],
  },
  'I-14: a disk that is called mounted was mounted by a script': {
    broken: [look, aScript(), toBeMounted, outcome('mount-disk')],
    whole: [look, toBeMounted, aScript(), outcome('mount-disk')],
  },
  'I-08: a node says so as long as its VM has it mounted': {
    broken: [resource(vm, aVm(holding)), aNodeWithMount, look, ...unmarked(nodeWithMount())],
    whole: [resource(vm, aVm()), aNodeWithMount, look, ...unmarked(nodeWithMount())],
  },
  'I-08: also when it was mounted while its patch was on its way': {
    broken: [aNode({}), ...lookAtAll, resource(vm, aVm(holding)), ...unmarked(nodeWithMount())],
    whole: [aNode({}), ...lookAtAll, resource(vm, aVm(holding)), ...unmarked(nodeWithMount(), 409)],
  },
  'I-08: a node does not forget where a disk is mounted': {
    broken: [resource(vm, aVm(holding)), patch(forgotten)],
    whole: [resource(vm, aVm()), patch(forgotten)],
  },
  'I-08: no pod is drawn to where a disk is unmounted': {
    broken: [aNode(labelled('mounted')), unmount],
    whole: [aNode(labelled('')), unmount],
  },
  'I-09: a patch of a node says which node it means': {
    broken: [patch({ labels: {} })],
    whole: [patch({ uid: '1' })],
  },
  'I-18: no node loses its mark after a look that did not see its VM': {
    broken: [look, gapIn(null), patch(labelled(null))],
    whole: [look, gapIn('us-central1-b'), patch(labelled(null))],
  },
  'I-18: nor after one that did not see its group': {
    broken: [look, gapIn('minions', 'managedGroups'), patch(labelled(null))],
    whole: [look, gapIn('burst', 'managedGroups'), patch(labelled(null))],
  },
};
