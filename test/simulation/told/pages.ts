import type { Entry } from '../history.ts';
import { allVms, vm } from './a-home.ts';
import { anAnswer, aReadOf, intent, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { removal } from './writes.ts';

const token = '?pageToken=C-LTE=';
const first = { after: '', upTo: vm, next: 'C-LTE=' };
const rest = { after: vm, upTo: null, next: null };
const removing: Entry[] = [intent('remove-pool-members'), sent(removal('minions-2'))];
const audit = { trigger: 'audit' as const };
const membersOf = 'projects/my-project/zones/us-central1-a/instanceGroupManagers/minions/listManagedInstances';
const pods = '/api/v1/pods';

/** A list that comes in pages is read when its last page is. */
export const pageTellings: Tellings = {
  'I-18: a list that was not read to its end is an incomplete look': {
    broken: [...aReadOf(allVms, { part: first }), ...removing],
    whole: [...aReadOf(allVms, { part: first }), ...aReadOf(allVms, { part: rest, query: token }), ...removing],
  },
  'I-18: a further page that could not be read makes it one, too': {
    broken: [...aReadOf(allVms, { part: first }), ...aReadOf(allVms, { status: 403, query: token }), ...removing],
    whole: [...aReadOf(allVms, { part: first }), ...aReadOf(allVms, { part: rest, query: token }), ...removing],
  },
  'I-18: of a group’s VMs one that came empty is an incomplete look where it is the only one': {
    broken: [...aReadOf(membersOf, { fault: 'F-13' }), ...removing],
    whole: [
      ...aReadOf(membersOf, { fault: 'F-13', part: first }),
      ...aReadOf(membersOf, { query: token }),
      ...removing,
    ],
  },
  'I-27: an audit that did not read a list to its end is not complete': {
    broken: [...aReadOf(allVms, { ...audit, part: first }), anAnswer({ complete: true })],
    whole: [
      ...aReadOf(allVms, { ...audit, part: first }),
      ...aReadOf(allVms, { ...audit, part: rest, query: token }),
      anAnswer({ complete: true }),
    ],
  },
  'I-27: nor is one whose list of objects expired before its end': {
    broken: [
      ...aReadOf(pods, { ...audit, part: first }),
      ...aReadOf(pods, { ...audit, status: 410, query: '?continue=e' }),
      anAnswer({ complete: true }),
    ],
    whole: [
      ...aReadOf(pods, { ...audit, part: first }),
      ...aReadOf(pods, { ...audit, status: 410, query: '?continue=e' }),
      ...aReadOf(pods, { ...audit, part: { ...rest, after: '' } }),
      anAnswer({ complete: true }),
    ],
  },
};
