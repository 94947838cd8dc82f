import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubeconfigText } from './kubeconfig-text.ts';
import { realApiTransport } from './real-api-transport.ts';

/** The folder of kube-apiserver and etcd, as envtest names it; tests against a real API server skip without it. */
export const assets: string | undefined = process.env.KUBEBUILDER_ASSETS || undefined;

export interface ApiServer {
  /** `https://127.0.0.1:PORT` */
  server: string;
  kubeconfigPath: string;
  /** Bearer token of a member of system:masters. */
  token: string;
  /** PEM of the certificate authority of `server`. */
  certificateAuthority: string;
  /** A WHATWG fetch that trusts `server`; it sends the headers as given, so the token is the caller's to add. */
  transport: (url: string, init: RequestInit) => Promise<Response>;
  stop(): Promise<void>;
}

export interface ApiServerOptions {
  /** Start kube-controller-manager and kube-scheduler too. Without them ServiceAccount admission is off. */
  controllers?: boolean;
  /** More flags for kube-apiserver. */
  flags?: readonly string[];
}

/** Starts etcd and kube-apiserver of KUBEBUILDER_ASSETS on free ports, with RBAC, in a folder that `stop` removes. */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  if (!assets) throw new Error('KUBEBUILDER_ASSETS is not set: it names the folder with kube-apiserver and etcd');
  const folder = mkdtempSync(join(tmpdir(), 'underpin-api-server-'));
  const processes = new Processes(folder);
  try {
    return await startIn(folder, processes, options);
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

async function startIn(folder: string, processes: Processes, options: ApiServerOptions): Promise<ApiServer> {
  const [client, peer, secure] = await Promise.all([freePort(), freePort(), freePort()]);
  const token = 'admin-token-of-the-test';
  writeCredentials(folder, token);
  processes.start('etcd', etcdFlags(folder, client, peer));
  processes.start('kube-apiserver', [
    ...apiServerFlags(folder, client, secure),
    ...admissionFlags(options),
    ...(options.flags ?? []),
  ]);
  const certificateAuthority = await waitForFile(join(folder, 'apiserver.crt'), processes);
  const server = `https://127.0.0.1:${secure}`;
  const transport = realApiTransport(certificateAuthority);
  await waitUntilReady(() => transport(`${server}/readyz`, withToken(token)), processes);
  const kubeconfigPath = join(folder, 'kubeconfig');
  writeFileSync(kubeconfigPath, kubeconfigText({ server, token, certificateAuthority }));
  if (options.controllers) startControllers(folder, processes, kubeconfigPath);
  if (options.controllers) await waitForDefaultAccount(`${server}/api/v1/namespaces/default/serviceaccounts/default`);
  return { server, kubeconfigPath, token, certificateAuthority, transport, stop: () => processes.stop() };

  function waitForDefaultAccount(url: string): Promise<void> {
    return waitUntilReady(() => transport(url, withToken(token)), processes);
  }
}

function withToken(token: string): RequestInit {
  return { headers: { authorization: `Bearer ${token}` } };
}

function writeCredentials(folder: string, token: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'accounts.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, 'accounts.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`);
}

function etcdFlags(folder: string, client: number, peer: number): string[] {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
    '--unsafe-no-fsync',
  ];
}

function apiServerFlags(folder: string, client: number, secure: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${client}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${secure}`,
    `--cert-dir=${folder}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    '--service-cluster-ip-range=10.0.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'accounts.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'accounts.key')}`,
  ];
}

/** Nobody makes the account `default` when no controller runs, and without it no Pod would be admitted. */
function admissionFlags(options: ApiServerOptions): string[] {
  return options.controllers ? [] : ['--disable-admission-plugins=ServiceAccount'];
}

function startControllers(folder: string, processes: Processes, kubeconfigPath: string): void {
  const shared = [`--kubeconfig=${kubeconfigPath}`, '--leader-elect=false', '--secure-port=0'];
  const key = `--service-account-private-key-file=${join(folder, 'accounts.key')}`;
  processes.start('kube-controller-manager', [...shared, key, `--root-ca-file=${join(folder, 'apiserver.crt')}`]);
  processes.start('kube-scheduler', shared);
}

class Processes {
  readonly #folder: string;
  readonly #running: ChildProcess[] = [];
  readonly #onExit = () => this.#kill();

  constructor(folder: string) {
    this.#folder = folder;
    process.once('exit', this.#onExit);
  }

  start(name: string, flags: readonly string[]): void {
    const child = spawn(join(assets ?? '', name), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.pipe(createWriteStream(join(this.#folder, `${name}.log`)));
    child.on('error', () => undefined);
    this.#running.push(child);
  }

  /** Throws with the end of the log when one has ended by itself. */
  assertRunning(): void {
    const ended = this.#running.find((child) => child.exitCode !== null || child.pid === undefined);
    if (!ended) return;
    throw new Error(`\`${ended.spawnfile}\` ended with ${ended.exitCode}: ${this.#tail(ended)}`);
  }

  async stop(): Promise<void> {
    process.off('exit', this.#onExit);
    const ends = this.#running.filter((child) => child.exitCode === null && child.pid !== undefined).map(ended);
    for (const child of this.#running) child.kill('SIGKILL');
    await Promise.all(ends);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #kill(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #tail(child: ChildProcess): string {
    const name = child.spawnfile.split('/').at(-1);
    return readIfThere(join(this.#folder, `${name}.log`))?.slice(-2000) ?? 'it left no log';
  }
}

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}

async function waitUntilReady(ask: () => Promise<Response>, processes: Processes): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    processes.assertRunning();
    const answer = await ask().catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error('the API server was not ready within 30 s');
}

async function waitForFile(path: string, processes: Processes): Promise<string> {
  for (let attempt = 0; attempt < 300; attempt++) {
    processes.assertRunning();
    const text = readIfThere(path);
    if (text?.trimEnd().endsWith('-----END CERTIFICATE-----')) return text;
    await sleep(50);
  }
  throw new Error(`\`${path}\` was not written within 15 s`);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
