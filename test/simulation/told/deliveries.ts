import type { Entry } from '../history.ts';
import { aPool, aVm, pool, vm, zone } from './a-home.ts';
import { aReadOf, intent, later, line, look, message, object, outcome, resource, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';
import { attach } from './writes.ts';

const declared = (state: 'whole' | 'broken'): Entry => ({ at: 1000, kind: 'declared', files: {}, state });
const published = message('published');
const delivered = message('delivered');
const acknowledged = message('acknowledged');
const refused = message('refused');
const attaching = intent('attach-disk');
const nextRun = sent({ method: 'GET', path: 'projects/my-project/aggregated/disks', run: 'run-2' });
const left = outcome('attach-disk', { state: 'blocked', isForPerson: true });
const leftBecause = (because: string) => outcome('detach-disk', { state: 'blocked', isForPerson: true, because });
const told = line({ message: 'left to a person' });
const answered = line({ message: 'already answered' });
const lacking = [resource(vm, aVm()), resource(pool, aPool())];
const joined = resource(pool, aPool('minions-1'));

const three = ['minions-1', 'minions-2', 'minions-3'];
const allDown = [
  ...three.map((name) => resource(`${zone}/instances/${name}`, aVm({ name, status: 'TERMINATED' }))),
  ...three.map((name) => object('/nodes', name, { metadata: { name } })),
  resource(pool, aPool(...three)),
];

const goingDown = [
  resource(vm, aVm({ status: 'STOPPING' })),
  resource(`${zone}/instances/minions-2`, aVm({ name: 'minions-2' })),
  resource(pool, aPool('minions-1', 'minions-2')),
];
const lookAtOnce = aReadOf('projects/my-project/aggregated/instances');

export const deliveryTellings: Tellings = {
  'I-17': {
    broken: [declared('broken'), delivered, sent(attach)],
    whole: [declared('whole'), delivered, look, declared('broken'), sent(attach)],
  },
  'I-17: who looks again reads the declaration again': {
    broken: [declared('whole'), delivered, look, declared('broken'), nextRun, sent({ ...attach, run: 'run-2' })],
    whole: [declared('whole'), delivered, look, nextRun, declared('broken'), sent({ ...attach, run: 'run-2' })],
  },
  'I-29': {
    broken: [delivered, look, attaching, nextRun, acknowledged],
    whole: [delivered, look, attaching, outcome('attach-disk'), nextRun, acknowledged],
  },
  'I-29: nothing is sent when the event is answered': {
    broken: [published, delivered, acknowledged, sent(attach)],
    whole: [published, delivered, sent(attach), acknowledged],
  },
  'I-29: what is left to a person is told before the event is acknowledged': {
    broken: [delivered, look, left, acknowledged],
    whole: [delivered, look, left, told, acknowledged],
  },
  'I-29: what may be over in a moment is not left to a person': {
    broken: [delivered, look, leftBecause('the Lease is held'), told, acknowledged],
    whole: [delivered, look, leftBecause('it is marked'), told, acknowledged],
  },
  'I-29: a look that missed something answers no event': {
    broken: [delivered, look, line({ message: 'observed', gaps: [{ area: 'instances', part: null }] }), acknowledged],
    whole: [delivered, look, line({ message: 'observed', gaps: [] }), acknowledged],
  },
  'I-29: what a pass left undone is not acknowledged': {
    broken: [delivered, look, outcome('attach-disk', { state: 'failed' }), acknowledged],
    whole: [delivered, look, outcome('attach-disk'), acknowledged],
  },
  'I-29: what is refused was looked at since it came': {
    broken: [...aReadOf(vm), later(delivered, 2000), later(refused, 2000)],
    whole: [delivered, ...aReadOf(vm), refused],
  },
  'I-29: who is to leave a pool is not left in': {
    broken: [...goingDown, delivered, ...lookAtOnce, acknowledged],
    whole: [...goingDown, delivered, ...lookAtOnce, resource(pool, aPool('minions-2')), acknowledged],
  },
  'I-29: what a Job has said and nobody has read is not left to a person': {
    broken: [delivered, look, leftBecause('no-result: its log is empty'), told, acknowledged],
    whole: [delivered, look, leftBecause('wrong-serial: it is another'), told, acknowledged],
  },
  'I-29: who lacks in a pool is not left out': {
    broken: [...lacking, delivered, ...aReadOf(vm), acknowledged],
    whole: [...lacking, delivered, ...aReadOf(vm), joined, acknowledged],
  },
  'I-29: that too many are missing for any to leave is told before the event is acknowledged': {
    broken: [...allDown, delivered, ...aReadOf(vm), acknowledged],
    whole: [...allDown, delivered, ...aReadOf(vm), told, acknowledged],
  },
  'I-29: what is called answered was seen to': {
    broken: [published, look, outcome('attach-disk', { state: 'failed' }), delivered, answered, acknowledged],
    whole: [published, look, delivered, answered, acknowledged],
  },
};
