import type { Entry } from '../history.ts';
import { attached, aVm, disk, holding, otherVm, plannedVm, terminated, vm, zone } from './a-home.ts';
import { aReadOf, intent, look, outcome, resource, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { attach } from './writes.ts';

const isOff = resource(vm, { ...terminated, ...holding });
const isOnOther = resource(otherVm, { ...aVm(holding), name: 'minions-2' });
const attaching = intent('attach-disk', { diskId: '3', instance: plannedVm });
const detach = { path: `${vm}/detachDisk`, query: '?deviceName=foodata' };
const detaching = intent('detach-disk', { instance: plannedVm });
/** Right before a disk is moved: what is under way in its zone. */
const operationsRead = aReadOf(`${zone}/operations`);
const operation = (isDone: boolean): Entry => ({ at: 1000, kind: 'operation', id: '1', target: disk, isDone });
const isReplaced = resource(vm, aVm({ id: '8' }));
/** The VM and the disk that it is made for. */
const seenByPlan = [resource(vm, aVm()), resource(disk, { id: '3' }), ...aReadOf(vm)];
const wouldDie = { disks: [{ ...attached('foodata'), autoDelete: true }] };
const attachAs = (fields: object) => sent({ ...attach, body: JSON.stringify({ source: disk, ...fields }) });

export const diskTellings: Tellings = {
  'I-01': {
    broken: [resource(vm, aVm(holding)), isOnOther],
    whole: [resource(vm, aVm(holding)), resource(vm, aVm()), isOnOther],
  },
  'I-01: nobody asks for a disk that another VM is seen to have': {
    broken: [resource(disk, { users: [`https://x/${otherVm}`] }), look, sent(attach)],
    whole: [resource(disk, { users: [] }), look, sent(attach)],
  },
  'I-02': {
    broken: [resource(vm, aVm(holding)), sent(detach)],
    whole: [isOff, ...operationsRead, sent(detach)],
  },
  'I-02: who moves a disk has looked for what is under way': {
    broken: [isOff, look, intent('detach-disk'), sent(detach)],
    whole: [isOff, look, intent('detach-disk'), ...operationsRead, sent(detach)],
  },
  'I-02: no disk is moved while something is under way on it': {
    broken: [isOff, operation(false), look, intent('detach-disk'), ...operationsRead, sent(detach)],
    whole: [isOff, operation(false), operation(true), look, intent('detach-disk'), ...operationsRead, sent(detach)],
  },
  'I-03': {
    broken: [attachAs({ source: `${zone}/disks/other`, autoDelete: false })],
    whole: [sent(attach)],
  },
  'I-05': {
    broken: [attachAs({ deviceName: 'foodata', autoDelete: true })],
    whole: [sent(attach)],
  },
  'I-05: a disk that is called attached was seen so, and autoDelete off': {
    broken: [look, attaching, resource(vm, aVm(wouldDie)), ...aReadOf(vm), outcome('attach-disk')],
    whole: [look, attaching, resource(vm, aVm(holding)), ...aReadOf(vm), outcome('attach-disk')],
  },
  'I-09': {
    broken: [resource(vm, aVm({ id: '8' })), resource(disk, { id: '3' }), look, attaching, sent(attach)],
    whole: [resource(vm, aVm()), resource(disk, { id: '3' }), look, attaching, sent(attach)],
  },
  'I-09: a disk that was made anew is another': {
    broken: [resource(disk, { id: '4' }), resource(vm, aVm()), look, attaching, sent(attach)],
    whole: [resource(disk, { id: '3' }), resource(vm, aVm()), look, attaching, sent(attach)],
  },
  'I-09: what the plan has seen is looked at once more': {
    broken: [...seenByPlan, attaching, isReplaced, sent(attach)],
    whole: [...seenByPlan, attaching, ...aReadOf(vm), isReplaced, sent(attach)],
  },
  'I-14: a disk that is called detached was seen to be': {
    broken: [look, detaching, outcome('detach-disk')],
    whole: [look, detaching, ...aReadOf(vm, { status: 404 }), outcome('detach-disk')],
  },
};
