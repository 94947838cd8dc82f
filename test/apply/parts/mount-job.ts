import test from 'ava';
import { type ApplyContext, type Done, done, waiting } from '../../../shared/apply/context.ts';
import { type EndedJob, type JobUse, notDone, withMountJob } from '../../../shared/apply/mount-job.ts';
import { createClients } from '../../../shared/clients.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { MountResult } from '../../../shared/model/mount.ts';
import { mountJob, mountJobName, unmountJob } from '../../../shared/mount/job.ts';
import { aMountDone } from '../../mount/a-mount-done.ts';
import { aMountRequest } from '../../mount/a-mount-request.ts';
import { aSharedBench, refusal } from './a-bench.ts';

const request = aMountRequest({ node: 'node-1' });
const name = mountJobName(request.node, request.disk);
const jobs = '/apis/batch/v1/namespaces/underpin-mounts/jobs';
const key = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'underpin-mounts', name };

const mounted = aMountDone({ disk: 'data' });

const bench = aSharedBench(({ kubernetes }) =>
  kubernetes.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'underpin-mounts' } }),
);
test.beforeEach(() => {
  if (bench.kubernetes.store.get(key)) bench.kubernetes.store.remove(key);
});

function begin(job = mountJob(request), use: JobUse['use'] = () => done(null), keep?: JobUse['keep']): Promise<Done> {
  const { world, declared, clock } = bench;
  const clients = createClients(world, declared.cluster, world.transport);
  const context = { clients, runtime: clock, log: world.log } as unknown as ApplyContext;
  return clock.drive(withMountJob(job, context, { use, ...(keep && { keep }) }));
}

async function endJob(job = mountJob(request)): Promise<EndedJob> {
  const runs: EndedJob[] = [];
  await begin(job, (run) => {
    runs.push(run);
    return done(null);
  });
  return runs[0] as EndedJob;
}

async function runJob(job = mountJob(request)): Promise<MountResult> {
  return (await endJob(job)).result;
}

function asked(): string[] {
  return bench.sent
    .filter((line) => /^(?:POST|DELETE) /.test(line))
    .map((line) => line.replace(jobs, 'jobs').replace(name, 'NAME'));
}

/** A Job as it is when it is asked for. */
function answer(body: JsonObject, times = 1): void {
  bench.before(new RegExp(`^GET .*/jobs/${name}`), () => Response.json(body), times);
}

function aJob(job = mountJob(request), conditions: JsonObject[] = []): JsonObject {
  return { ...JSON.parse(JSON.stringify(job)), status: { conditions } };
}

/** One that had ended, and goes when it is taken away. */
function hasEnded(body: JsonObject): void {
  answer(body);
  bench.before(/^DELETE .*\/jobs\//, () => Response.json({}));
}

/** It is looked for, is not there, and is made. */
function isMade(uid?: string): void {
  bench.before(new RegExp(`^GET .*/jobs/${name}`), () => refusal(404, 'NotFound'));
  bench.before(/^POST .*\/jobs/, () => Response.json({ metadata: { name, ...(uid && { uid }) } }, { status: 201 }));
}
const finished = [{ type: 'Complete', status: 'True' }];

test.serial('it is made, its word is read, and it is taken away', async (t) => {
  const result = await runJob();
  t.like(result, { ok: false, outcome: 'waiting', code: 'no-device' });
  t.deepEqual(asked(), ['POST jobs', 'DELETE jobs/NAME']);
});

test.serial('one of an earlier run that has ended gives way to a new one', async (t) => {
  hasEnded(aJob(mountJob(request), finished));
  t.like(await runJob(), { ok: false, code: 'no-device' });
  t.deepEqual(asked(), ['DELETE jobs/NAME', 'POST jobs', 'DELETE jobs/NAME']);
});

test.serial('I-21 none is made where another run has taken that away meanwhile', async (t) => {
  answer(aJob(mountJob(request), finished));
  t.like(await begin(), { state: 'waiting' });
  t.deepEqual(asked(), ['DELETE jobs/NAME']);
});

test.serial('and what it said is known', async (t) => {
  const lastTransitionTime = '2027-01-15T01:00:00Z';
  hasEnded({
    ...aJob(mountJob(request), [{ type: 'Complete', status: 'True', lastTransitionTime }]),
    metadata: { name, uid: 'its-uid' },
  });
  const pod = { metadata: { name: 'its-pod', ownerReferences: [{ uid: 'its-uid' }] } };
  bench.before(/^GET .*\/pods\?/, () => Response.json({ items: [pod] }));
  const said = {
    ok: false,
    verb: 'mount',
    disk: 'data',
    outcome: 'blocked',
    code: 'blank',
    why: 'it is',
    bootID: null,
  };
  bench.before(/^GET .*\/pods\/its-pod\/log/, () => new Response(JSON.stringify(said)));
  const kept: unknown[] = [];
  const results: MountResult[] = [];
  const keep = async (former: EndedJob) => void kept.push(former, asked());
  await begin(mountJob(request), ({ result }) => done(results.push(result) > 1 ? 'twice' : null), keep);
  t.deepEqual(kept, [{ result: said, endedAt: new Date(lastTransitionTime) }, []], 'before it is taken away');
  t.like(results, [{ code: 'no-device' }], 'it is no answer to this one');
});

test.serial('it stays where that cannot be kept', async (t) => {
  answer(aJob(mountJob(request), finished));
  const keep = () => Promise.reject(new Error('the node cannot be written'));
  await t.throwsAsync(begin(mountJob(request), undefined, keep), { message: 'the node cannot be written' });
  t.deepEqual(asked(), []);
});

test.serial('what it said stays there until it has been used', async (t) => {
  const dies = () => {
    throw new Error('the process dies');
  };
  await t.throwsAsync(begin(mountJob(request), dies), { message: 'the process dies' });
  t.deepEqual(asked(), ['POST jobs']);
});

const keptUp = test.macro(async (t, path: string, status: number, expected: string[]) => {
  hasEnded({ ...aJob(mountJob(request), finished), metadata: { name, uid: 'its-uid' } });
  const pod = { metadata: { name: 'its-pod', ownerReferences: [{ uid: 'its-uid' }] } };
  bench.before(/^GET .*\/pods\?/, () => Response.json({ items: [pod] }));
  bench.before(new RegExp(`^GET .*${path}`), () => refusal(status, status === 404 ? 'NotFound' : 'InternalError'), 4);
  await begin(mountJob(request), undefined, async () => undefined).catch(() => undefined);
  t.deepEqual(asked(), expected);
});
const log = '/pods/its-pod/log';
const anew = ['DELETE jobs/NAME', 'POST jobs', 'DELETE jobs/NAME'];
test.serial('D-10 what cannot be read just now is read by the next pass', keptUp, log, 500, []);
test.serial('what has gone with its Pod is nothing', keptUp, log, 404, anew);

test.serial('D-10 what cannot be written down stays there for who can', async (t) => {
  isMade('its-uid');
  answer({ ...aJob(mountJob(request), finished), metadata: { name, uid: 'its-uid' } });
  const pod = { metadata: { name: 'its-pod', ownerReferences: [{ uid: 'its-uid' }] } };
  bench.before(/^GET .*\/pods\?/, () => Response.json({ items: [pod] }));
  bench.before(/^GET .*\/pods\/its-pod\/log/, () => new Response(JSON.stringify(mounted)));
  t.like(await begin(mountJob(request), () => waiting('the node is another')), { state: 'waiting' });
  t.deepEqual(asked(), ['POST jobs']);
});

test.serial('I-29 what is done is done, also where its Job cannot be taken away', async (t) => {
  bench.before(/^DELETE .*\/jobs/, () => refusal(500, 'InternalError', 'not now'), 4);
  t.like(await begin(mountJob(request), () => done('the way back')), { state: 'done', undo: 'the way back' });
});

test.serial('and is not fought for', async (t) => {
  bench.before(/^POST .*\/jobs/, () => refusal(409, 'AlreadyExists', 'already exists'));
  const because = `another run has put Job underpin-mounts/${name} there meanwhile`;
  t.like(await begin(), { state: 'waiting', because });
  t.deepEqual(asked(), ['POST jobs']);
});

const notWaitedFor = test.macro(async (t, there: () => Response) => {
  isMade('its-uid');
  bench.before(new RegExp(`^GET .*/jobs/${name}`), there);
  const because = `another run has taken Job underpin-mounts/${name} away, or put its own there`;
  t.like(await begin(mountJob(request), () => done(null, 'it was used')), { state: 'waiting', because });
  t.deepEqual(asked(), ['POST jobs']);
});
const anothers = { ...aJob(mountJob(request), finished), metadata: { name, uid: 'another-uid' } };
test.serial('I-09 another that stands there by now is not waited for', notWaitedFor, () => Response.json(anothers));
test.serial('nor one that is not there any more', notWaitedFor, () => refusal(404, 'NotFound'));

test.serial('it is asked for every second until it ends', async (t) => {
  isMade();
  answer(aJob(), 2);
  answer(
    aJob(mountJob(request), [
      { type: 'Suspended', status: 'True' },
      { type: 'Complete', status: 'False' },
    ]),
  );
  answer(aJob(mountJob(request), finished));
  const began = bench.clock.now();
  t.like(await runJob(), { ok: false, code: 'no-result' }, 'it has no Pod');
  t.is(bench.clock.now() - began, 3000);
});

test.serial('I-34: the time of its end is the node’s, as that of a pod’s start is', async (t) => {
  const finishedAt = '2027-01-15T01:00:00.000Z';
  isMade('its-uid');
  answer({ ...aJob(mountJob(request), finished), metadata: { name, uid: 'its-uid' } });
  const pod = {
    metadata: { name: 'its-pod', ownerReferences: [{ uid: 'its-uid' }] },
    status: { containerStatuses: [{ state: { terminated: { finishedAt } } }] },
  };
  bench.before(/^GET .*\/pods\?/, () => Response.json({ items: [pod] }));
  bench.before(/^GET .*\/pods\/its-pod\/log/, () => new Response('nothing'));
  t.is((await endJob()).endedAt.toISOString(), finishedAt);
});

test.serial(
  'where its Pod tells none, the time of its end is the cluster’s, whatever this machine’s clock says',
  async (t) => {
    const lastTransitionTime = new Date(bench.clock.now() - 300_000).toISOString();
    isMade();
    answer(
      aJob(mountJob(request), [
        { type: 'SuccessCriteriaMet', status: 'True', lastTransitionTime: '2020-01-01T00:00:00Z' },
        { type: 'Complete', status: 'True', lastTransitionTime },
      ]),
    );
    t.is((await endJob()).endedAt.toISOString(), lastTransitionTime);
  },
);

test.serial('and this machine’s, where nobody told it', async (t) => {
  isMade();
  answer(aJob(mountJob(request), finished));
  t.is((await endJob()).endedAt.getTime(), bench.clock.now());
});

const anotherIsAtWork = test.macro(async (t, there: JsonObject, verb: string) => {
  answer(there);
  t.like(await begin(), { state: 'waiting', because: `Job underpin-mounts/${name} is still at work (${verb})` });
  t.deepEqual(asked(), [], 'I-23 nothing is sent for it');
});
test.serial('an unmount at work is not taken for a mount', anotherIsAtWork, aJob(unmountJob(request)), 'unmount');
test.serial('nor is a mount at work, which is for who began it to mark', anotherIsAtWork, aJob(), 'mount');

test.serial('one that never ends is given up after 150 seconds, with the command that shows why', async (t) => {
  const began = bench.clock.now();
  isMade();
  answer(aJob(), 153);
  const error = await t.throwsAsync(runJob());
  t.is(
    error?.message,
    `Job underpin-mounts/${name} has not finished after 150 s; look at its Pod: kubectl describe pod -n underpin-mounts -l job-name=${name}`,
  );
  t.is(bench.clock.now() - began, 151_000);
});

test.serial('what may not be made is a failure', async (t) => {
  bench.before(/^POST .*\/jobs/, () => refusal(403, 'Forbidden', 'not for you'));
  await t.throwsAsync(runJob(), { message: /not for you/ });
  t.deepEqual(asked(), ['POST jobs']);
});

const deleted = test.macro(async (t, status: number, expected: string | null) => {
  answer(aJob(mountJob(request), finished));
  bench.before(/^DELETE .*\/jobs\//, () => refusal(status, status === 404 ? 'NotFound' : 'Conflict', 'not now'));
  const error = await begin().then(
    () => null,
    (one: Error) => one.message,
  );
  t.is(expected === null ? error : error?.includes(expected), expected === null ? null : true);
});
test.serial('one of an earlier run that is gone before it is taken away is fine', deleted, 404, null);
test.serial('nor does it matter that another has come in its place', deleted, 409, null);
test.serial('one that cannot be taken away is not', deleted, 403, 'not now');

test.serial('I-09 it is taken away by its uid, with its Pods', async (t) => {
  let given: JsonObject = {};
  let uid: unknown;
  bench.before(/^DELETE .*\/jobs\//, ({ body }) => {
    given = JSON.parse(String(body));
    uid = bench.kubernetes.store.get(key)?.metadata.uid;
  });
  await runJob();
  t.truthy(uid);
  t.like(given, { propagationPolicy: 'Background', preconditions: { uid } });
});

test.serial('the word of a Pod that an earlier Job of that name left is not believed', async (t) => {
  const pod = { metadata: { name: 'old', ownerReferences: [{ uid: 'another' }] } };
  bench.before(/^GET .*\/pods\?/, () => Response.json({ items: [pod] }));
  t.like(await runJob(), { ok: false, code: 'no-result' });
});

test('what its script said becomes the outcome', (t) => {
  const said = { ok: false, verb: 'mount', disk: 'data', code: 'blank', why: 'it is', bootID: null } as const;
  t.deepEqual(notDone({ ...said, outcome: 'waiting' }), { state: 'waiting', because: 'it is', undo: null });
  const held = { state: 'blocked', because: 'blank: it is', undo: null } as const;
  t.deepEqual(notDone({ ...said, outcome: 'failed' }), held, 'a step that did not work may work the next time');
  t.deepEqual(notDone({ ...said, outcome: 'blocked' }), { ...held, isForPerson: true });
});
