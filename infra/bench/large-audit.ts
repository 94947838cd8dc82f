import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveCloud } from '../../sandbox/serve-cloud.ts';
import { serveHttp } from '../../sandbox/serve-http.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { aHome, type BenchHome } from './a-home.ts';
import { manifestFiles, manyObjects } from './many-objects.ts';
import { type Bench, judge, median } from './measurement.ts';
import { runCommand } from './run-command.ts';

const repository = new URL('../..', import.meta.url).pathname;
const rounds = 5;
const whole = { objects: 10_000, nodes: 2_000 };
const half = { objects: 5_000, nodes: 1_000 };
const mostMebibytes = 512;

export const largeAudit: Bench = {
  rows: ['large-audit-seconds'],
  async measure() {
    const ofHalf = await auditOf(half);
    const { seconds, cpuSeconds, mebibytes } = await auditOf(whole);
    const growth = cpuSeconds / ofHalf.cpuSeconds;
    const measured = judge({
      row: 'large-audit-seconds',
      value: seconds,
      goal: ['at most', 15, 's'],
      against: `at most ${mostMebibytes} MiB, linear: half of it takes ${ofHalf.seconds.toFixed(1)} s, of CPU ${ofHalf.cpuSeconds.toFixed(1)} s`,
      how: `underpin audit of ${whole.objects} objects and ${whole.nodes} VMs on the sandbox, a process of its own: ${cpuSeconds.toFixed(1)} s of CPU, ${mebibytes.toFixed(0)} MiB; median of ${rounds}`,
    });
    return [{ ...measured, met: measured.met && mebibytes <= mostMebibytes && growth <= 2.5 }];
  },
};

interface Audited {
  seconds: number;
  /** Of all its threads: what a busy machine does to the seconds it does not do to these. */
  cpuSeconds: number;
  mebibytes: number;
}

async function auditOf({ objects, nodes }: { objects: number; nodes: number }): Promise<Audited> {
  let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const kubernetesServer = await serveHttp((request) => handle(request));
  const home = await aHome({ nodes, pools: 0, kubernetesEndpoint: kubernetesServer.url });
  handle = home.kubernetes.handle;
  const endpoints = await serveCloud(home.cloud);
  const directory = await mkdtemp(join(tmpdir(), 'underpin-audit-'));
  try {
    const declared = manyObjects(objects);
    await home.clock.drive(create(home, declared));
    await declare(home, directory, declared);
    const environment = {
      UNDERPIN_COMPUTE_ENDPOINT: `${endpoints.compute}/compute/v1/`,
      UNDERPIN_CONTAINER_ENDPOINT: `${endpoints.accounts}/v1/`,
    };
    const runs: Audited[] = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await auditOnce(directory, environment));
    return {
      seconds: median(runs.map(({ seconds }) => seconds)),
      cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
      mebibytes: Math.max(...runs.map(({ mebibytes }) => mebibytes)),
    };
  } finally {
    await endpoints.close();
    await kubernetesServer.close();
    home.close();
    await rm(directory, { recursive: true });
  }
}

async function create({ kubernetes }: BenchHome, objects: readonly JsonObject[]): Promise<void> {
  for (const object of objects) {
    const kind = String(object.kind);
    const group = kind === 'Deployment' ? 'apis/apps/v1' : 'api/v1';
    const path = `/${group}/namespaces/default/${kind.toLowerCase()}s?fieldManager=kubectl-create`;
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) };
    const answer = await kubernetes.transport(`http://kubernetes${path}`, init);
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  }
}

async function declare({ world }: BenchHome, directory: string, objects: readonly JsonObject[]): Promise<void> {
  const cluster = await readFile(join(world.config.declarations, 'cluster.yaml'));
  await writeFile(join(directory, 'cluster.yaml'), cluster);
  for (const [name, text] of manifestFiles(objects)) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'app.yaml'), text);
  }
}

/** The command as a person types it. What it held at most, it writes down as it ends. */
async function auditOnce(directory: string, environment: Record<string, string>): Promise<Audited> {
  const [report, usage] = [`${directory}.report.json`, `${directory}.usage`];
  const note = `process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    fs.writeFileSync(${JSON.stringify(usage)}, JSON.stringify({ maxRSS, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });`;
  const noting = `data:text/javascript,import fs from 'node:fs'; ${encodeURIComponent(note)}`;
  const { status, seconds, errors } = await runCommand(
    process.execPath,
    ['--import', noting, join(repository, 'functions/command-line.ts'), 'audit', directory, '-o', `json=${report}`],
    environment,
  );
  if (status === 2) throw new Error(`the audit failed: ${errors.slice(-500)}`);
  const { complete, summary } = JSON.parse(await readFile(report, 'utf8'));
  if (!complete) throw new Error(`the audit is not complete: ${JSON.stringify(summary)}`);
  const { maxRSS, cpuSeconds } = JSON.parse(await readFile(usage, 'utf8'));
  return { seconds, cpuSeconds, mebibytes: maxRSS / 1024 };
}
