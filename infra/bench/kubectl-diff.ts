import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assets, startApiServer } from '../../test/real-api-server.ts';
import { bundle } from '../build/bundle.ts';
import { changeByHand, type Sides, serverSide, verdictsOf } from './kubectl-verdicts.ts';
import { listsOf } from './lists-of-audit.ts';
import { manifestFiles, manyObjects } from './many-objects.ts';
import { type Bench, judge, type Measurement, median } from './measurement.ts';
import { type CommandEnd, runCommand } from './run-command.ts';

const repository = new URL('../..', import.meta.url).pathname;
const objects = 500;
const rounds = 5;
const goals = { plain: 50, serverSide: 4 };

export const kubectlDiff: Bench = {
  rows: ['kubectl-diff-speedup'],
  measure: async () => [assets === undefined ? notMeasured() : await measureWith(assets)],
};

function notMeasured(): Measurement {
  const why = 'not measured: KUBEBUILDER_ASSETS, the folder of kube-apiserver, etcd and kubectl, is not set';
  const [row = ''] = kubectlDiff.rows;
  return { row, value: null, goal: `at least ${goals.plain}`, met: false, against: 'kubectl diff -R -f', how: why };
}

async function measureWith(folder: string): Promise<Measurement> {
  const server = await startApiServer();
  const directory = await mkdtemp(join(tmpdir(), 'underpin-manifests-'));
  const bundled = await mkdtemp(join(repository, 'node_modules/.underpin-bench-'));
  try {
    await writeManifests(directory);
    await bundle({ repository, outDirectory: bundled, entryPoints: { underpin: 'functions/command-line.ts' } });
    const environment = { KUBECONFIG: server.kubeconfigPath, XDG_STATE_HOME: bundled };
    const kubectl = (...args: string[]) => runCommand(join(folder, 'kubectl'), args, environment);
    const audit = (...args: string[]) =>
      runCommand(process.execPath, [join(bundled, 'underpin.mjs'), 'audit', directory, ...args], environment);
    const applied = await kubectl('apply', '--server-side', '-R', '-f', directory);
    if (applied.status !== 0) throw new Error(`kubectl apply: ${applied.errors.slice(-500)}`);

    const seconds = await timeAll({ directory, kubectl, audit });
    const lists = await listsOf(directory, server.kubeconfigPath);
    const changed = await changeByHand(kubectl);
    const verdicts = await verdictsOf({ directory, kubectl, audit });
    return judged(seconds, lists, { changed, ...verdicts });
  } finally {
    await server.stop();
    await rm(directory, { recursive: true });
    await rm(bundled, { recursive: true });
  }
}

async function writeManifests(directory: string): Promise<void> {
  for (const [name, text] of manifestFiles(manyObjects(objects))) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'app.yaml'), text);
  }
}

interface Seconds {
  plain: number;
  serverSide: number;
  audit: number;
}

/** In turns, so that a busy moment of the machine meets both; all must say that nothing differs. */
async function timeAll({ directory, kubectl, audit }: Sides): Promise<Seconds> {
  const audits: number[] = [];
  const diffs: number[] = [];
  let plain = Number.NaN;
  for (let round = 0; round < rounds; round += 1) {
    audits.push(secondsInSync('underpin audit', await audit()));
    diffs.push(secondsInSync('kubectl diff', await kubectl('diff', ...serverSide, '-R', '-f', directory)));
    if (round === 2) plain = secondsInSync('kubectl diff', await kubectl('diff', '-R', '-f', directory));
  }
  return { plain, serverSide: median(diffs), audit: median(audits) };
}

function secondsInSync(name: string, { status, seconds, output, errors }: CommandEnd): number {
  if (status === 0) return seconds;
  throw new Error(`${name} of objects in sync ended with ${status}: ${(output + errors).slice(-500)}`);
}

interface Verdicts {
  changed: readonly string[];
  byAudit: readonly string[];
  byKubectl: readonly string[];
}

function judged(seconds: Seconds, lists: readonly string[], { changed, byAudit, byKubectl }: Verdicts): Measurement {
  const speedup = seconds.serverSide / seconds.audit;
  const isRight = changed.join() === byAudit.join();
  const listsOnce = lists.length === new Set(lists).size;
  const measured = judge({
    row: 'kubectl-diff-speedup',
    value: seconds.plain / seconds.audit,
    goal: ['at least', goals.plain],
    against: `kubectl diff -R -f: ${seconds.plain.toFixed(1)} s; with ${serverSide.join(' ')}: ${seconds.serverSide.toFixed(2)} s, ${speedup.toFixed(1)} times as long, goal at least ${goals.serverSide}`,
    how: [
      `underpin audit, bundled as it is deployed, of ${objects} objects in sync on a real API server: ${seconds.audit.toFixed(2)} s, whole processes, median of ${rounds} (one run of the plain diff)`,
      `${lists.length} LISTs, ${listsOnce ? 'one' : 'MORE THAN ONE'} per kind and page`,
      `of ${changed.length} objects changed by hand it names ${isRight ? 'these and no other' : `\`${byAudit.join(', ')}\``}, kubectl ${byKubectl.length}`,
    ].join('; '),
  });
  return { ...measured, met: measured.met && speedup >= goals.serverSide && isRight && listsOnce };
}
