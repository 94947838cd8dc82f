import type { Entry, SentCall } from '../history.ts';
import { zones } from '../shape.ts';
import { allVms, disk, pool } from './a-home.ts';
import { anAnswer, aReadOf, object, sent, theEnd, worker } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { attach } from './writes.ts';

const read = (path: string, fields: Partial<SentCall> = {}) => aReadOf(path, { ...fields, trigger: 'audit' });
const healthAsked = (status: number) => read(`${pool}/getHealth`, { method: 'POST', mutates: false, status });
const configMap = (content: object | undefined) => object('/configmaps', 'default/rules', content);
const foundAbsent = anAnswer({
  complete: true,
  findings: [{ subject: 'ConfigMap/default/rules', path: '', live: 'absent' }],
});

const foundOtherwise = (outcome: string) =>
  anAnswer({
    complete: false,
    findings: [{ subject: 'TargetPool/us-central1/nodes', path: `instances[${zones[1]}/burst-1]`, outcome }],
  });

const unknownRules = { subject: 'ConfigMap/default/rules', path: '', outcome: 'unknown' };
const triedOut = read('/api/v1/namespaces/default/configmaps/rules', {
  method: 'PATCH',
  mutates: false,
  query: '?dryRun=All&fieldManager=underpin',
  status: 403,
});

const asked: Entry = { at: 1000, kind: 'asked', worker, trigger: 'audit', applies: false };
const askedToApply: Entry = { at: 1000, kind: 'asked', worker, trigger: 'repair', applies: true };
const repaired: Entry = { at: 1000, kind: 'answer', worker, trigger: 'repair', status: 200, body: '{}' };
const notice = (messages: object[], status = 200) =>
  sent({
    path: '/v1/projects/my-project/topics/underpin-reports:publish',
    mutates: false,
    trigger: 'audit',
    body: JSON.stringify({ messages }),
    status,
  });

export const auditTellings: Tellings = {
  'I-25': {
    broken: [sent({ ...attach, trigger: 'audit' })],
    whole: [sent({ ...attach, trigger: 'audit', mutates: false }), sent(attach)],
  },
  'I-25: nor does a plan, whatever was applied before it': {
    broken: [askedToApply, repaired, sent({ ...attach, trigger: 'repair' })],
    whole: [askedToApply, sent({ ...attach, trigger: 'repair' }), repaired],
  },
  'I-27': {
    broken: [...read('projects/my-project/aggregated/disks', { status: 503 }), anAnswer({ complete: true })],
    whole: [...read('projects/my-project/aggregated/disks', { status: 503 }), anAnswer({ complete: false })],
  },
  'I-27: an audit that saw a part is not complete': {
    broken: [...read(allVms, { fault: 'F-17' }), anAnswer({ complete: true })],
    whole: [...read(allVms, { fault: 'F-17' }), anAnswer({ complete: false })],
  },
  'I-27: how a VM is that an audit did not see is not told as known': {
    broken: [...read(allVms, { fault: 'F-17' }), foundOtherwise('drift')],
    whole: [...read(allVms, { fault: 'F-17' }), foundOtherwise('unknown')],
  },
  'I-27: nor is one that could not ask how the members are': {
    broken: [...healthAsked(503), anAnswer({ complete: true })],
    whole: [...healthAsked(404), anAnswer({ complete: true })],
  },
  'I-27: what an audit calls absent was not there': {
    broken: [configMap({}), ...read(disk), foundAbsent],
    whole: [configMap(undefined), ...read(disk), foundAbsent],
  },
  'I-27: an audit that leaves something unknown is not complete': {
    broken: [...read(disk), anAnswer({ complete: true, findings: [unknownRules] })],
    whole: [...read(disk), anAnswer({ complete: false, findings: [unknownRules] })],
  },
  'I-27: what could not be tried out is told of': {
    broken: [...triedOut, anAnswer({ complete: false, findings: [] })],
    whole: [...triedOut, anAnswer({ complete: false, findings: [unknownRules] })],
  },
  'I-35': {
    broken: [notice([{}, {}])],
    whole: [notice([{}])],
  },
  'I-31: no secret is in a notice': {
    broken: [notice([{ data: Buffer.from('a token: ya29.sesame').toString('base64') }])],
    whole: [notice([{ data: Buffer.from('no token').toString('base64') }])],
  },
  'I-35: an audit that was asked for is answered': {
    broken: [asked, notice([{}], 503), theEnd],
    whole: [asked, notice([{}], 503), anAnswer({ complete: true }), theEnd],
  },
  'I-35: a notice that cannot leave does not spoil the audit': {
    broken: [asked, notice([{}], 503), anAnswer({ error: 'fetch failed' }, 500)],
    whole: [asked, notice([{}], 503), anAnswer({ complete: true })],
  },
};
