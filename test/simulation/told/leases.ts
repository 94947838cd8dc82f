import { aReadOf, line, look, object, ourObject, sent, served, theEnd } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { removal } from './writes.ts';

const leases = '/apis/coordination.k8s.io/v1/namespaces/underpin/leases';
const lease = { method: 'PUT', path: `${leases}/home` };
const stored = ['coordination.k8s.io/leases', 'underpin/home'] as const;
const isLease = (spec: object) => object(...stored, { spec });
const took = line({ message: 'lease taken', epoch: 1 });
const writtenFor = (holderIdentity: string) => sent({ ...lease, body: JSON.stringify({ spec: { holderIdentity } }) });
const wroteOver = (before: object, holderIdentity: string) =>
  ourObject(...stored, { before: { spec: before }, after: { spec: { holderIdentity } } });
const theirs = { holderIdentity: 'theirs', renewTime: new Date(0).toISOString() };

const renewal = { ...lease, requestId: null };
const creation = {
  method: 'POST',
  path: leases,
  body: JSON.stringify({ metadata: { name: 'home' } }),
  requestId: null,
  status: null,
};

const book = (...lines: [number, string][]) => ({
  metadata: { name: 'home', annotations: { 'underpin.dev/hour': JSON.stringify(lines) } },
});
const wroteBook = (before: object, after: object) => ourObject(...stored, { before, after });

export const leaseTellings: Tellings = {
  'I-23: what another has written into the book of the hour stays there': {
    broken: [wroteBook(book([0, 'theirs']), book([1, 'ours']))],
    whole: [
      wroteBook(book([0, 'theirs']), book([0, 'theirs'], [1, 'ours'])),
      wroteBook(book([0, 'theirs'], [1, 'ours']), book([0, 'theirs'])),
    ],
  },
  'I-20': {
    broken: [isLease({ leaseTransitions: 2 }), look, took, sent(lease), sent(removal('minions-1'))],
    whole: [isLease({ leaseTransitions: 1 }), look, took, sent(lease), sent(removal('minions-1'))],
  },
  'I-20: the Lease is taken from nobody who holds it': {
    broken: [wroteOver(theirs, 'ours')],
    whole: [wroteOver({ holderIdentity: '' }, 'ours')],
  },
  'I-20: the epoch of the Lease never goes back': {
    broken: [
      ourObject(...stored, { before: { spec: { leaseTransitions: 2 } }, after: { spec: { leaseTransitions: 1 } } }),
    ],
    whole: [
      ourObject(...stored, { before: { spec: { leaseTransitions: 1 } }, after: { spec: { leaseTransitions: 2 } } }),
    ],
  },
  'I-20: the Lease is given back': {
    broken: [look, took, isLease({ leaseTransitions: 1, holderIdentity: 'us' }), theEnd],
    whole: [look, took, isLease({ leaseTransitions: 1, holderIdentity: '' }), theEnd],
  },
  'I-20: the Lease is given back by who holds it': {
    broken: [look, writtenFor('us'), writtenFor(''), wroteOver({ holderIdentity: 'they' }, '')],
    whole: [look, writtenFor('us'), writtenFor(''), wroteOver({ holderIdentity: 'us' }, '')],
  },
  'I-28: a write to the cluster whose outcome is unknown is not sent again unseen': {
    broken: [...served({ ...renewal, status: null }), sent(renewal)],
    whole: [...served({ ...renewal, status: null }), ...aReadOf(lease.path), sent(renewal)],
  },
  'I-28: what may have been created is looked for under its name': {
    broken: [...served(creation), sent(creation)],
    whole: [...served(creation), ...aReadOf(lease.path), sent(creation)],
  },
};
