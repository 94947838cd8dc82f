import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { isInstalled } from '../../../sandbox/kubernetes/real/loop-device.ts';
import { systemFolders, systemTrees } from '../../../shared/model/mount-path.ts';
import { scriptArguments } from '../../../shared/mount/arguments.ts';
import { readMountResult } from '../../../shared/mount/result.ts';
import { readMountScript } from '../../../shared/mount/script.ts';
import { aMountRequest } from '../a-mount-request.ts';

const file = fileURLToPath(new URL('../../../shared/mount/mount.sh', import.meta.url));
const shells = [['dash'], ['busybox', 'ash'], ['bash', '--posix']].filter(([tool = '']) => isInstalled(tool));

const shellcheck = isInstalled('shellcheck') ? test : test.skip;
shellcheck(`shellcheck finds nothing${isInstalled('shellcheck') ? '' : ' (skipped: it is not installed)'}`, (t) => {
  const { status, stdout } = spawnSync('shellcheck', ['--shell=sh', file], { encoding: 'utf8' });
  t.is(status, 0, stdout);
});

test('the script is plain ASCII', (t) => {
  t.regex(readMountScript(), /^[\n\x20-\x7e]+$/);
});

for (const shell of shells) {
  const named = shell.join(' ');

  test(`${named} understands the script`, (t) => {
    const [tool = '', ...rest] = shell;
    t.is(spawnSync(tool, [...rest, '-n', file], { encoding: 'utf8' }).stderr, '');
  });

  test(`${named}: arguments that the builder would not make are refused before anything is looked at`, (t) => {
    const wrong = [
      [],
      ['mount'],
      ['format', ...args()],
      ['mount', ...args(), '--force=yes'],
      ['mount', ...args({ 0: '--disk=a b' })],
      ['mount', ...args({ 1: '--device-name=../sda' })],
      ['mount', ...args({ 3: '--filesystem=btrfs' })],
      ['mount', ...args({ 5: '--options=bind' })],
      ['mount', ...args({ 5: '--options=noatime,ro' })],
      ['mount', ...args({ 5: '--options=a b' })],
      ['mount', ...args({ 6: '--size-bytes=010' })],
      ['mount', ...args({ 6: '--size-bytes=1+1' })],
      ['mount', ...args({ 8: '--format-if-blank=' })],
      ['mount', ...args({ 10: '--expected-uuid=$(id)' })],
      ['mount', ...args({ 11: '--wait-seconds=1000' })],
    ];
    const inSystem = [...systemFolders, ...systemTrees, ...systemTrees.map((tree) => `${tree}/below`)];
    const odd = ['', 'mnt', '/mnt/../etc', '/mnt/./x', '/mnt//x', '/mnt/x/', '/mnt/a b', '/mnt/x/..'];
    const cases = [
      ...wrong,
      ...inSystem.map((path) => ['mount', ...args({ 2: `--path=${path}` })]),
      ...odd.map((path) => ['unmount', ...args({ 2: `--path=${path}` })]),
    ];
    const ended = runEach(shell, cases);
    t.is(ended.length, cases.length);
    for (const [index, { status, output }] of ended.entries()) {
      const result = readMountResult(output);
      t.is(status, '2', cases[index]?.join(' '));
      t.true(!result.ok && result.code === 'wrong-arguments', cases[index]?.join(' '));
    }
  });
}

/** The script with each list of words, one shell after the other, all started by one: a shell starts others much faster. */
function runEach(shell: readonly string[], cases: readonly string[][]): { status: string; output: string }[] {
  const [tool = '', ...rest] = shell;
  const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
  const calls = cases.map((words) => `run ${words.map(quoted).join(' ')}`);
  const driver = `script=$1; run() { ${shell.join(' ')} -c "$script" underpin "$@" 2>&1; echo "ended $?"; }\n${calls.join('\n')}`;
  const { stdout } = spawnSync(tool, [...rest, '-c', driver, 'driver', readMountScript()], { encoding: 'utf8' });
  return [...stdout.matchAll(/([\s\S]*?)ended (\d+)\n/g)].map(([, output = '', status = '']) => ({ status, output }));
}

function args(changes: Record<number, string> = {}): string[] {
  return scriptArguments(aMountRequest()).map((text, index) => changes[index] ?? text);
}
