import { rm } from 'node:fs/promises';
import test from 'ava';
import { serveHttp } from '../../sandbox/serve-http.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Report } from '../../shared/model/report.ts';
import { aNightlyDesk, type NightlyDesk } from './a-nightly-desk.ts';
import { twoClusters } from './two-clusters.ts';

async function aDesk(t: { teardown(fn: () => void): void }, options: Parameters<typeof aNightlyDesk>[0] = {}) {
  const desk = await aNightlyDesk(options);
  t.teardown(() => desk.close());
  return desk;
}

const bySubject = ({ findings }: Report, subject: string) => findings.filter((one) => one.subject.startsWith(subject));
const lastLine = ({ lines }: NightlyDesk, message: string) => lines.findLast((line) => line.message === message);

test.serial('a night is answered, kept, told and logged as finished, also with drift', async (t) => {
  const desk = await aDesk(t);
  const { status, headers, text } = await desk.ask({ method: 'POST' });
  const report: Report = JSON.parse(text);
  t.is(status, 200);
  t.is(headers.get('underpin-exit-status'), '1');
  t.is(report.schemaVersion, 'underpin.dev/report/v1');
  t.true(report.complete);
  t.true(bySubject(report, 'Disk/us-central1-a/foodata').length > 0);
  t.deepEqual(
    desk.kept().map((name) => name.replace(/\d{4}.*Z/, 'TIME')),
    ['home/TIME.html', 'home/TIME.json'],
  );
  const [message, ...others] = await desk.told();
  t.is(others.length, 0);
  t.regex(message?.text ?? '', /^home: \d differ, /);
  t.like(lastLine(desk, 'audit finished'), { exitStatus: 1, problems: [] });
  t.deepEqual(
    desk.cloud.compute.calls.filter(({ mutating }) => mutating),
    [],
  );
});

test.serial('of two nights the second tells what persists since when, what is new and what is resolved', async (t) => {
  const desk = await aDesk(t);
  const first = await desk.night();
  t.true(first.findings.every(({ status, since }) => status === 'new' && since === null));
  await desk.clock.advance(86_400_000);
  const { kubernetes } = desk;
  const scaled = { spec: { replicas: 3 } };
  await desk.clock.drive(patchObject(kubernetes, '/api/v1/namespaces/default/replicationcontrollers/ghost', scaled));
  await desk.clock.drive(
    patchObject(kubernetes, '/api/v1/namespaces/default/services/minecraft/status', {
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } },
    }),
  );
  const second = await desk.night();
  const [disk] = bySubject(second, 'Disk/');
  t.like(disk, { status: 'persisting', since: timeOf(desk.kept()[0]) });
  t.like(bySubject(second, 'ReplicationController/default/ghost')[0], {
    status: 'new',
    since: null,
    path: 'spec.replicas',
  });
  const status = bySubject(second, 'Service/default/minecraft').find(({ path }) => path.startsWith('status'));
  t.like(status, { status: 'resolved', action: null, command: null });
  t.is(
    second.summary.drift,
    new Set(
      second.findings
        .filter(({ status, severity, undeclared }) => status !== 'resolved' && severity !== 'info' && !undeclared)
        .map(({ subject }) => subject),
    ).size,
  );
  t.is(desk.kept().length, 4);
});

test.serial('a night that cannot read the history keeps its page, and leaves the history to the next', async (t) => {
  const desk = await aDesk(t);
  await desk.night();
  const began = timeOf(desk.kept()[0]);
  const { config } = desk.world;
  const readable = config.storageEndpoint;
  const closed = await serveHttp(async (request) =>
    request.method === 'GET' ? new Response('', { status: 403 }) : desk.cloud.storage.handle(request),
  );
  t.teardown(closed.close);
  await desk.clock.advance(86_400_000);
  config.storageEndpoint = closed.url;
  t.is(bySubject(await desk.night(), 'Disk/')[0]?.status, 'new');
  t.truthy(lastLine(desk, 'no history'));
  t.deepEqual(
    desk.kept().map((name) => name.replace(/\d{4}.*Z/, 'TIME')),
    ['home/TIME.html', 'home/TIME.json', 'home/TIME.html'],
  );
  await desk.clock.advance(86_400_000);
  config.storageEndpoint = readable;
  t.like(bySubject(await desk.night(), 'Disk/')[0], { status: 'persisting', since: began });
});

test.serial('a reader gets the page and leaves no trace', async (t) => {
  const desk = await aDesk(t);
  const { status, headers, text } = await desk.ask({
    headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
  });
  t.is(status, 200);
  t.regex(headers.get('content-type') ?? '', /^text\/html/);
  t.true(text.startsWith('<!doctype html>') && text.includes('<svg') && !/<script/i.test(text));
  t.deepEqual(desk.kept(), []);
  t.deepEqual(await desk.told(), []);
});

for (const [accept, begins] of Object.entries({
  'text/plain': /^home: /,
  'text/markdown': /^# home/,
  'application/sarif+json': /"version": "2\.1\.0"/,
  'application/xml': /^<\?xml/,
  '*/*': /^\{\n {2}"schemaVersion"/,
  'image/png': /^\{\n {2}"schemaVersion"/,
}))
  test.serial(`a reader who asks for ${accept} gets it`, async (t) => {
    const desk = await aDesk(t);
    t.regex((await desk.ask({ headers: { accept } })).text, begins);
  });

test.serial('the same world gives the same bytes (C-14)', async (t) => {
  const desk = await aDesk(t);
  const bodies = [];
  for (const accept of ['application/json', 'text/html', 'text/plain']) {
    bodies.push([(await desk.ask({ headers: { accept } })).text, (await desk.ask({ headers: { accept } })).text]);
  }
  for (const [one, other] of bodies) t.is(one, other);
});

test.serial('a topic and a bucket that are not there block nothing, and are logged (I-35)', async (t) => {
  const desk = await aDesk(t, {
    environment: { UNDERPIN_REPORT_TOPIC: 'projects/my-project/topics/none', UNDERPIN_REPORT_BUCKET: 'none' },
  });
  const { status } = await desk.ask({ method: 'POST' });
  t.is(status, 200);
  const failed = desk.lines.filter(({ message }) => message === 'report not delivered').map(({ where }) => where);
  t.deepEqual(failed, ['bucket none', 'topic projects/my-project/topics/none']);
  t.truthy(lastLine(desk, 'audit finished'));
});

test.serial('one broken cluster hides no other, and the status is that of a failure', async (t) => {
  const directory = await twoClusters();
  t.teardown(() => rm(directory, { recursive: true }));
  const desk = await aDesk(t, { environment: { UNDERPIN_DECLARATIONS: directory } });
  const { status, headers, text } = await desk.ask({ method: 'POST' });
  const { schemaVersion, reports } = JSON.parse(text) as { schemaVersion: string; reports: Report[] };
  t.is(status, 200);
  t.is(headers.get('underpin-exit-status'), '2');
  t.is(schemaVersion, 'underpin.dev/reports/v1');
  t.is(reports.length, 2);
  const broken = reports.find(({ findings }) => findings.some(({ rule }) => rule === 'I-17'));
  t.like(broken, { complete: false, summary: { inSync: 0, drift: 0, unknown: 1 } });
  t.true(reports.some(({ cluster, complete }) => cluster === 'home' && complete));
});

test.serial('an audit that is cut by its deadline says so, is incomplete, and is not logged as finished', async (t) => {
  const desk = await aDesk(t, { environment: { UNDERPIN_AUDIT_SECONDS: '1' } });
  const { transport } = desk.world;
  desk.world.transport = async (url, init) => {
    if (url.includes('/instances')) await desk.clock.sleep(20_000);
    return transport(url, init);
  };
  const { headers, text } = await desk.ask({ method: 'POST' });
  const report: Report = JSON.parse(text);
  t.false(report.complete);
  t.true(report.findings.some(({ outcome, why }) => outcome === 'unknown' && why.includes('cut by its deadline')));
  t.true(['1', '3'].includes(headers.get('underpin-exit-status') ?? ''));
  t.truthy(lastLine(desk, 'audit cut'));
  t.is(lastLine(desk, 'audit finished'), undefined);
});

test.serial('a schedule that is paused, a lost sink and a dead letter are found', async (t) => {
  const desk = await aDesk(t);
  desk.cloud.pubsub.publish('projects/my-project/topics/underpin-node-change-dead-letter', {
    data: 'e30=',
    attributes: {},
  });
  await call(
    desk,
    'https://cloudscheduler.googleapis.com/v1/projects/my-project/locations/us-central1/jobs/underpin-drift-audit:pause',
  );
  await call(desk, 'https://logging.googleapis.com/v2/projects/my-project/sinks/underpin-nodes', 'DELETE');
  const report = await desk.night();
  t.like(bySubject(report, 'SchedulerJob/us-central1/underpin-drift-audit')[0], {
    path: 'state',
    rule: 'W-01',
    severity: 'critical',
  });
  t.like(bySubject(report, 'Sink/my-project/underpin-nodes')[0], { live: 'absent', rule: 'W-04' });
  t.like(bySubject(report, 'Subscription/underpin-node-change-dead-letter')[0], { path: 'messages', rule: 'W-03' });
  await desk.clock.advance(120_000);
  t.is(
    bySubject(await desk.night(), 'Subscription/underpin-node-change-dead-letter').length,
    1,
    'looking takes nothing away',
  );
});

test.serial('an audit that was due and not called is told', async (t) => {
  const desk = await aDesk(t);
  await desk.clock.advance(23 * 3_600_000);
  await desk.clock.advance(2 * 3_600_000);
  const [found] = bySubject(await desk.night(), 'SchedulerJob/');
  t.like(found, { rule: 'W-01' });
});

test.serial('who changed it last is told from the audit log', async (t) => {
  const desk = await aDesk(t);
  const firewall = 'https://compute.googleapis.com/compute/v1/projects/my-project/global/firewalls/home-services';
  const author = async () => {
    await desk.clock.advance(60_000);
    const { findings } = await desk.night();
    return findings.find(({ subject }) => subject === 'Firewall/home-services')?.changedBy;
  };
  await call(desk, firewall, 'PATCH', { name: 'home-services', sourceRanges: ['198.51.100.0/24'] });
  const changedBy = await author();
  t.like(changedBy, { who: 'user-1@example.com', method: 'compute.firewalls.patch' });

  const error = { status: 503, reason: 'internalError', code: 'INTERNAL_ERROR', message: 'Internal error.' };
  desk.cloud.compute.faults.add({ method: 'compute.firewalls.patch', fault: { kind: 'operation error', error } });
  await call(desk, firewall, 'PATCH', { name: 'home-services', sourceRanges: ['198.51.100.0/25'] });
  t.deepEqual(await author(), changedBy, 'a call that was accepted and failed changed nothing');
});

test.serial('methods other than GET and POST are refused', async (t) => {
  const desk = await aDesk(t);
  t.is((await desk.ask({ method: 'DELETE' })).status, 405);
});

async function patchObject({ handle }: NightlyDesk['kubernetes'], path: string, body: JsonObject): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const response = await handle(
    new Request(`https://kubernetes.home.internal${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) }),
  );
  if (!response.ok) throw new Error(await response.text());
}

async function call({ clock, cloud }: NightlyDesk, url: string, method = 'POST', body: object = {}): Promise<void> {
  const { hostname } = new URL(url);
  const part = {
    'cloudscheduler.googleapis.com': cloud.scheduler,
    'logging.googleapis.com': cloud.logging,
    'compute.googleapis.com': cloud.compute,
  }[hostname];
  const init = {
    method,
    headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
    ...(method === 'DELETE' ? {} : { body: JSON.stringify(body) }),
  };
  const response = await clock.drive(Promise.resolve(part?.handle(new Request(url, init))));
  if (!response?.ok) throw new Error(await response?.text());
}

function timeOf(name = ''): string {
  return name.replace(/^home\/(.*)\.(?:html|json)$/, '$1').replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:');
}
