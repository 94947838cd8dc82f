import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Start {
  /** Directory or file of the function. */
  source: string;
  target: string;
  environment: Record<string, string>;
}

export interface FirstAnswer {
  milliseconds: number;
  rssMebibytes: number;
}

const framework = new URL('../../node_modules/@google-cloud/functions-framework/build/src/main.js', import.meta.url);

/** From spawn to the whole of the first answer, on the real functions-framework as Cloud Run starts it. */
export async function startCold({ source, target, environment }: Start): Promise<FirstAnswer> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [framework.pathname, `--source=${source}`, `--target=${target}`, `--port=${port}`],
    { env: { NODE_ENV: 'production', NODE_OPTIONS: '--disable-proto=delete', ...environment }, stdio: 'inherit' },
  );
  try {
    await firstAnswer(port, child);
    return { milliseconds: performance.now() - began, rssMebibytes: rssOf(child) };
  } finally {
    child.kill();
  }
}

async function firstAnswer(port: number, child: ChildProcess): Promise<void> {
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`functions-framework ended with ${child.exitCode} before it answered`);
    await sleep(3);
  }
  const response = await fetch(`http://127.0.0.1:${port}/`);
  const text = await response.text();
  if (!response.ok) throw new Error(`the function answered ${response.status}: \`${text.slice(0, 300)}\``);
}

/** Asked by a bare connection, which takes next to nothing from the process that starts. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function rssOf({ pid }: ChildProcess): number {
  const [, kibibytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
