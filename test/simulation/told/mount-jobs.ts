import { mountJob } from '../../../shared/mount/job.ts';
import { aMountRequest } from '../../mount/a-mount-request.ts';
import { aVm, holding, otherVm, plannedVm, vm } from './a-home.ts';
import { aReadOf, intent, look, object, resource, sent } from './entries.ts';
import { aScript } from './mounts.ts';
import type { Tellings } from './twice-told.ts';

const jobs = '/apis/batch/v1/namespaces/underpin-mounts/jobs';
const jobTo = (verb: 'mount' | 'unmount') =>
  sent({
    path: jobs,
    body: JSON.stringify({
      metadata: {
        labels: { 'underpin.dev/disk': 'foodata', 'underpin.dev/verb': verb },
        annotations: { 'underpin.dev/node': 'minions-1' },
      },
    }),
  });
const mounting = jobTo('mount');
const otherWrites = resource(otherVm, { ...aVm(holding), name: 'minions-2' });
const job = mountJob(aMountRequest({ node: 'minions-1' }));
const named = (name: string) => ({ ...job, metadata: { ...job.metadata, name } });
const unmounting = intent('unmount-disk', { mount: { node: 'minions-1' }, instance: plannedVm });
/** Which takes the mark off where its disk is gone. */
const marking = intent('label-node');
const unmarking = sent({
  method: 'PATCH',
  path: '/api/v1/nodes/minions-1',
  body: JSON.stringify({ metadata: { labels: { 'disk.underpin.dev/foodata': null } } }),
});
const aJobThatIs = (conditions: object[]) =>
  object('batch/jobs', 'underpin-mounts/a-job', { metadata: { uid: 'this' }, status: { conditions } });
const takenAway = (body: string | null) => sent({ method: 'DELETE', path: `${jobs}/a-job`, body });

/** The node says that the disk is mounted, and in which boot that was. */
const mountedIn = (bootID: string) =>
  object('/nodes', 'minions-1', {
    metadata: {
      labels: { 'disk.underpin.dev/foodata': 'mounted' },
      annotations: { 'disk.underpin.dev/foodata': JSON.stringify({ bootID }) },
    },
    status: { nodeInfo: { bootID: 'this boot' } },
  });

export const mountJobTellings: Tellings = {
  'I-01: a disk is not mounted where another VM writes to it': {
    broken: [otherWrites, look, ...aReadOf(vm), mounting],
    whole: [otherWrites, look, ...aReadOf(vm), resource(otherVm, aVm({ name: 'minions-2' })), ...aReadOf(vm), mounting],
  },
  'I-09: a Job goes to the VM of the plan, as far as its step could see': {
    broken: [resource(vm, aVm()), look, unmounting, resource(vm, aVm({ id: '8' })), mounting],
    whole: [resource(vm, aVm()), look, unmounting, ...aReadOf(vm), resource(vm, aVm({ id: '8' })), mounting],
  },
  'I-20: a disk is unmounted under the Lease': {
    broken: [look, unmounting, unmarking],
    whole: [look, marking, unmarking],
  },
  'I-20: and so is the Job that does it': {
    broken: [look, unmounting, jobTo('unmount')],
    whole: [look, unmounting, mounting],
  },
  'I-21: what is mounted, and said to be, is not mounted once more': {
    broken: [resource(vm, aVm(holding)), mountedIn('this boot'), aScript(), ...aReadOf('/api/v1/nodes'), mounting],
    whole: [resource(vm, aVm(holding)), mountedIn('the boot before'), aScript(), ...aReadOf('/api/v1/nodes'), mounting],
  },
  'I-28: no Job is taken away while it is at work': {
    broken: [aJobThatIs([]), takenAway('{"preconditions":{"uid":"this"}}')],
    whole: [aJobThatIs([{ type: 'Failed', status: 'True' }]), takenAway('{"preconditions":{"uid":"this"}}')],
  },
  'I-28: another Job of that name is none of its business': {
    broken: [aJobThatIs([]), takenAway(null)],
    whole: [aJobThatIs([]), takenAway('{"preconditions":{"uid":"former"}}')],
  },
  'I-33': {
    broken: [sent({ path: jobs, body: JSON.stringify({ ...job, spec: { ...job.spec, parallelism: 2 } }) })],
    whole: [sent({ path: jobs, body: JSON.stringify(job) })],
  },
  'I-33: a Job that mounts and one that unmounts have one name': {
    broken: [sent({ path: jobs, body: JSON.stringify(named('unmount-foodata-0123456789ab')) })],
    whole: [sent({ path: jobs, body: JSON.stringify(named('mount-foodata-0123456789ab')) })],
  },
};
