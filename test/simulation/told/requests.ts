import type { Entry } from '../history.ts';
import { allVms, zone } from './a-home.ts';
import { aReadOf, booked, intent, later, look, outcome, sent, served, worker } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { attach } from './writes.ts';

const killSwitch = '/api/v1/namespaces/underpin/configmaps/underpin';
const readFrom = (sentAt: number) => aReadOf(killSwitch, { status: 404, sentAt, answeredAt: 2000 });
const underWay = (answeredAt: number) => aReadOf(`${zone}/operations`, { answeredAt });
const restart = { method: 'DELETE', path: '/api/v1/namespaces/default/pods/a' };
const asked: Entry = { at: 1000, kind: 'asked', worker, trigger: 'repair', applies: true };
const looked = sent({ method: 'GET', path: allVms, trigger: 'repair' });
const answered: Entry = { at: 1000, kind: 'answer', worker, trigger: 'repair', status: 200, body: '{}' };
const attachedBy = (runs: string[]) => runs.map((run) => sent({ ...attach, run }));

export const requestTellings: Tellings = {
  'I-07': {
    broken: [sent({ method: 'GET', path: 'projects/my-project-2/aggregated/instances' })],
    whole: [sent({ method: 'GET', path: allVms })],
  },
  'I-21: no id stands for two requests': {
    broken: [sent(attach), sent({ ...attach, body: '{}' })],
    whole: [sent(attach), sent(attach)],
  },
  'I-23': {
    broken: [booked, ...attachedBy(['run-1', 'run-2', 'run-3', 'run-4'])],
    whole: [booked, ...attachedBy(['run-1', 'run-2', 'run-3'])],
  },
  'I-23: what is sent stands in the book of the hour before': {
    broken: [booked, ...aReadOf(allVms), sent(attach)],
    whole: [...aReadOf(allVms), booked, sent(attach)],
  },
  'I-24': {
    broken: [...aReadOf(killSwitch, { status: 503 }), sent(attach)],
    whole: [...aReadOf(killSwitch, { status: 404 }), sent(attach)],
  },
  'I-24: each write has a read of the switch of its own': {
    broken: [...aReadOf(killSwitch, { status: 404 }), later(sent(attach), 1900)],
    whole: [...aReadOf(killSwitch, { status: 404 }), sent(attach)],
  },
  'I-24: the switch is read when the turn of an attachment has come': {
    broken: [look, intent('attach-disk'), ...readFrom(1000), ...underWay(1500), later(sent(attach), 2000)],
    whole: [look, intent('attach-disk'), ...underWay(1500), ...readFrom(1600), later(sent(attach), 2000)],
  },
  'I-28': {
    broken: [...served({ ...attach, status: 503 }), sent({ ...attach, requestId: 'another' })],
    whole: [...served({ ...attach, status: 503 }), sent(attach)],
  },
  'I-30': {
    broken: [look, sent(attach)],
    whole: [look, intent('attach-disk'), sent(attach)],
  },
  'I-30: it is on record as what it is': {
    broken: [look, intent('detach-disk'), sent(attach)],
    whole: [look, intent('attach-disk'), sent(attach)],
  },
  'I-30: what changes the cluster is on record, too': {
    broken: [look, sent(restart)],
    whole: [look, intent('restart-pod'), sent(restart)],
  },
  'I-30: who asked for a repair is answered when all of it has its outcome': {
    broken: [asked, looked, intent('keep-disk'), answered],
    whole: [asked, looked, intent('keep-disk'), outcome('keep-disk'), answered],
  },
};
