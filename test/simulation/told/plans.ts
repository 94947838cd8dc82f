import type { Entry } from '../history.ts';
import { allVms, aVm, pool, vm } from './a-home.ts';
import { aReadOf, intent, later, line, look, resource, sent, served, worker } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { attach, removal } from './writes.ts';

const unread = aReadOf(allVms, { status: 503 });
const removing = [look, intent('remove-pool-members'), sent(removal('minions-1'))];

const leaving = intent('remove-pool-members');
const seen = (sentAt: number) => [allVms, pool].flatMap((path) => aReadOf(path, { sentAt }));
const refusedBatch = served({ ...removal('minions-1', 'minions-2'), sentAt: 2000, answeredAt: 2000, status: 400 });
const alone = sent({ ...removal('minions-1'), requestId: 'another', sentAt: 4000 });

const askedFor = (plan: string): Entry => ({ at: 1000, kind: 'asked', worker, trigger: 'repair', applies: true, plan });
const repair = [
  sent({ method: 'GET', path: vm, trigger: 'repair' }),
  line({ message: 'planned', hash: 'this' }),
  intent('detach-disk'),
];

function plannedAt(at: number, hash: string): Entry[] {
  const run = `run-${hash}`;
  return [later(sent({ method: 'GET', path: vm, run }), at), later(line({ message: 'planned', run, hash }), at)];
}

export const planTellings: Tellings = {
  'I-18': {
    broken: [...aReadOf(allVms, { fault: 'F-17' }), sent(removal('minions-1'))],
    whole: [...aReadOf(allVms), sent(removal('minions-1'))],
  },
  'I-18: a list that could not be read is an incomplete look': {
    broken: [...unread, ...removing],
    whole: [...unread, ...aReadOf(allVms), ...removing],
  },
  'I-19': {
    broken: [look, later(intent('attach-disk'), 400_000)],
    whole: [look, later(intent('attach-disk'), 200_000)],
  },
  'I-19: nothing goes to the cloud by a plan that is older than five minutes': {
    broken: [look, later(sent(attach), 400_000)],
    whole: [look, later(sent(attach), 200_000)],
  },
  'I-19: a repair begins by the plan that was read': {
    broken: [askedFor('another'), ...repair],
    whole: [askedFor('this'), ...repair],
  },
  'I-19: what is taken away is looked at for that': {
    broken: [...seen(1000), look, leaving, sent(removal('minions-1'))],
    whole: [look, leaving, ...seen(1000), sent(removal('minions-1'))],
  },
  'I-19: of a batch that is refused, each is looked at anew': {
    broken: [look, leaving, ...seen(1000), ...refusedBatch, alone],
    whole: [look, leaving, ...seen(1000), ...refusedBatch, ...seen(3000), alone],
  },
  'I-32': {
    broken: [...plannedAt(40_000, 'one'), ...plannedAt(50_000, 'another')],
    whole: [...plannedAt(40_000, 'one'), resource(vm, aVm()), ...plannedAt(50_000, 'another')],
  },
};
