import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Each test file is a process that loads the same modules: compiled once, they start in half the time. No thread, as
 * Node.js ends with a segmentation fault now and then when one of its threads does (nodejs/node#56312).
 */
const compileCache = join(import.meta.dirname, '../node_modules/.cache/compiled');

/** Lint, types and tests in one count: `N passed, N failed` is the last line, whatever failed. */
async function main(): Promise<void> {
  const checks = [await check('lint', ['biome', 'check', '.']), await check('types', ['tsc', '--noEmit'])];
  const tests = await runTests(process.argv.slice(2));
  const passed = checks.filter(Boolean).length + tests.passed;
  const failed = checks.filter((ok) => !ok).length + tests.failed;
  console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`);
  process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0;
}

async function check(name: string, command: string[]): Promise<boolean> {
  const { status, lines } = await runCommand(command);
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}`);
  if (status !== 0) console.log(lines.join('\n'));
  return status === 0;
}

async function runTests(files: string[]): Promise<{ passed: number; failed: number; skipped: number }> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let isTellingFailure = false;
  const { status } = await runCommand(['ava', '--tap', ...files], (line) => {
    const result = /^(not )?ok \d+ - (.*)$/.exec(line);
    if (!result) {
      if (isTellingFailure || /^# (?!tests|pass|fail|skip|.* hook)/.test(line)) console.log(line);
      return;
    }
    isTellingFailure = result[1] !== undefined;
    if (/# (SKIP|TODO)/.test(line)) counts.skipped += 1;
    else if (isTellingFailure) counts.failed += 1;
    else counts.passed += 1;
    if (isTellingFailure || /# SKIP/.test(line))
      console.log(`${isTellingFailure ? 'FAILED' : 'skipped'}  ${result[2]}`);
  });
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function runCommand(
  command: string[],
  onLine?: (line: string) => void,
): Promise<{ status: number; lines: string[] }> {
  const child = spawn('npx', ['--no-install', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  const lines: string[] = [];
  const listen = (line: string) => {
    if (onLine) onLine(line);
    else lines.push(line);
  };
  createInterface({ input: child.stdout }).on('line', listen);
  createInterface({ input: child.stderr }).on('line', (line) => (onLine ? console.error(line) : lines.push(line)));
  const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  return { status, lines };
}

await main();
