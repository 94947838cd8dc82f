import { readFileSync } from 'node:fs';
import type { V1Job } from '@kubernetes/client-node';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { mountPolicy, renderMountPolicy } from '../../infra/kubernetes/mount-policy.ts';
import { mountJob, mountNamespace, unmountJob } from '../../shared/mount/job.ts';
import { assets, startApiServer } from '../real-api-server.ts';
import { aMountRequest } from './a-mount-request.ts';
import { Cluster } from './cluster.ts';
import { changed, hostNetwork, specOf, variations } from './job-variations.ts';

const repairer = 'underpin-repairer@my-project.iam.gserviceaccount.com';
const somebody = 'somebody@example.com';
const jobController = 'system:serviceaccount:kube-system:job-controller';
const test = anyTest as TestFn<{ cluster: Cluster }>;
const onRealServer = assets ? test : test.skip;
const skipped = assets ? '' : ' (skipped: KUBEBUILDER_ASSETS is not set)';

if (assets) {
  test.before(async (t) => {
    t.timeout(60_000);
    const cluster = new Cluster(await startApiServer());
    t.context.cluster = cluster;
    for (const object of mountPolicy({ repairers: [repairer] })) await cluster.mustCreate(object);
    // They may do anything here by RBAC, so that only the policy is left to refuse.
    for (const user of [repairer, somebody]) await cluster.mustCreate(adminHere(user));
    await cluster.until(async () => (await cluster.createJob(repairer, changed(hostNetwork))).status === 403);
    const pod = podOf(mountJob(aMountRequest()));
    await cluster.until(async () => (await cluster.post(repairer, `${cluster.pods}?dryRun=All`, pod)).status === 403);
  });
  test.after.always((t) => t.context.cluster?.stop());
}

test('the file to apply is the one made from the script and the Job', (t) => {
  const file = new URL('../../infra/kubernetes/mount-policy.yaml', import.meta.url);
  t.is(readFileSync(file, 'utf8'), renderMountPolicy({ repairers: [repairer] }));
});

onRealServer(`the Job is accepted as it is, mount and unmount (I-33)${skipped}`, async (t) => {
  const { cluster } = t.context;
  for (const job of [mountJob(aMountRequest({ node: 'one' })), unmountJob(aMountRequest({ node: 'two' }))]) {
    const { status, body } = await cluster.createJob(repairer, job);
    t.is(status, 201, JSON.stringify(body));
    t.is(body.spec?.template?.spec?.containers[0]?.args?.[0], job.spec?.template.spec?.containers[0]?.args?.[0]);
  }
});

onRealServer(`every request that the builder takes is admitted (I-33)${skipped}`, async (t) => {
  for (const request of [
    aMountRequest({ node: 'three', filesystem: 'xfs', mode: 'READ_ONLY', options: [], mountPath: '/var/lib/data' }),
    aMountRequest({ node: 'four', formatIfBlank: true, neverHeldData: true, sizeBytes: 64 * 2 ** 40 }),
    aMountRequest({
      expectedUuid: '0d4a9f0e-4f5c-4a37-9b43-1d7a3e5f7b11',
      disk: 'a'.repeat(63),
      node: `n${'-'.repeat(60)}1`,
    }),
    aMountRequest({ node: 'five', options: ['noatime', 'commit=30', 'data=ordered', 'errors=remount-ro', 'lazytime'] }),
  ]) {
    const { status, body } = await t.context.cluster.createJob(repairer, mountJob(request));
    t.is(status, 201, JSON.stringify(body));
  }
});

onRealServer(`a Job is refused to everybody else (I-33)${skipped}`, async (t) => {
  await isRefused(t, await t.context.cluster.createJob(somebody, mountJob(aMountRequest())), /only the repairers/);
  await isRefused(t, await t.context.cluster.createJob(undefined, mountJob(aMountRequest())), /only the repairers/);
});

for (const [title, change] of Object.entries(variations)) {
  onRealServer(`a Job with ${title} is refused (I-33)${skipped}`, async (t) => {
    await isRefused(t, await t.context.cluster.createJob(repairer, changed(change)), /underpin-mount-jobs/);
  });
}

onRealServer(`an admitted Job cannot be changed into another${skipped}`, async (t) => {
  const { cluster } = t.context;
  const job = mountJob(aMountRequest({ node: 'to-be-changed' }));
  t.is((await cluster.createJob(repairer, job)).status, 201);
  const path = `${cluster.jobs}/${job.metadata?.name}`;
  await isRefused(t, await cluster.patch(repairer, path, { spec: { parallelism: 5 } }), /parallelism must be 1/);
  t.is((await cluster.patch(undefined, path, { metadata: { labels: { seen: 'yes' } } })).status, 200);
});

onRealServer(`Pods come from the Job controller alone, and nobody enters them${skipped}`, async (t) => {
  const { cluster } = t.context;
  const pod = podOf(mountJob(aMountRequest()));
  await isRefused(t, await cluster.createPod(repairer, pod), /from the Job controller only/);
  await isRefused(t, await cluster.createPod(undefined, pod), /from the Job controller only/);
  const orphan = { ...pod, metadata: { name: 'orphan', namespace: mountNamespace } };
  await isRefused(t, await cluster.createPod(jobController, orphan), /must belong to a mount Job/);
  t.is((await cluster.createPod(jobController, pod)).status, 201);
  const path = `${cluster.pods}/${pod.metadata.name}`;
  const image = { spec: { containers: [{ name: 'mount', image: 'busybox' }] } };
  await isRefused(t, await cluster.patch(somebody, path, image), /image named on the Namespace/);
  const debug = { spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox' }] } };
  await isRefused(
    t,
    await cluster.patch(somebody, `${path}/ephemeralcontainers`, debug),
    /no other containers|nothing is added/,
  );
  await cluster.until(async () => (await cluster.post(undefined, `${path}/attach`)).status === 403);
  for (const door of ['exec?command=sh', 'attach', 'portforward']) {
    await isRefused(t, await cluster.post(undefined, `${path}/${door}`), /nobody enters/);
  }
});

onRealServer(`elsewhere the policy says nothing${skipped}`, async (t) => {
  const job = changed(hostNetwork);
  job.metadata = { name: 'mine', namespace: 'default' };
  t.is((await t.context.cluster.post(undefined, '/apis/batch/v1/namespaces/default/jobs', job)).status, 201);
});

function podOf(job: V1Job) {
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'mount-x', uid: 'x', controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'mount-x-abcde', namespace: mountNamespace, ownerReferences: [owner] },
    spec: specOf(job).template.spec,
  };
}

function adminHere(user: string) {
  const apiGroup = 'rbac.authorization.k8s.io';
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { name: user.replace('@', '-'), namespace: mountNamespace },
    subjects: [{ apiGroup, kind: 'User', name: user }],
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'cluster-admin' },
  };
}

async function isRefused(t: ExecutionContext, answer: { status: number; body: { message?: string } }, why: RegExp) {
  t.is(answer.status, 403, JSON.stringify(answer.body));
  t.regex(answer.body.message ?? '', /ValidatingAdmissionPolicy/);
  t.regex(answer.body.message ?? '', why);
}
