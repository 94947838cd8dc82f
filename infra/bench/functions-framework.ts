import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
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
    await firstAnswer(`http://127.0.0.1:${port}/`, child);
    return { milliseconds: performance.now() - began, rssMebibytes: rssOf(child) };
  } finally {
    child.kill();
  }
}

async function firstAnswer(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response === null) {
      await sleep(2);
      continue;
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`the function answered ${response.status}: \`${text.slice(0, 300)}\``);
    return;
  }
  throw new Error(`functions-framework ended with ${child.exitCode} before it answered`);
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
