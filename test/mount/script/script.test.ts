import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { isInstalled } from '../../../sandbox/kubernetes/real/loop-device.ts';
import { scriptArguments } from '../../../shared/mount/arguments.ts';
import { systemFolders, systemTrees } from '../../../shared/mount/path.ts';
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
    for (const words of wrong) isRefused(words);
    for (const path of [...systemFolders, ...systemTrees, ...systemTrees.map((tree) => `${tree}/below`)]) {
      isRefused(['mount', ...args({ 2: `--path=${path}` })]);
    }
    for (const path of ['', 'mnt', '/mnt/../etc', '/mnt/./x', '/mnt//x', '/mnt/x/', '/mnt/a b', '/mnt/x/..']) {
      isRefused(['unmount', ...args({ 2: `--path=${path}` })]);
    }

    function isRefused(words: string[]): void {
      const [tool = '', ...rest] = shell;
      const ended = spawnSync(tool, [...rest, '-c', readMountScript(), 'underpin', ...words], { encoding: 'utf8' });
      const result = readMountResult(ended.stdout);
      t.is(ended.status, 2, words.join(' '));
      t.is(ended.stderr, '');
      t.true(!result.ok && result.code === 'wrong-arguments', words.join(' '));
    }
  });
}

function args(changes: Record<number, string> = {}): string[] {
  return scriptArguments(aMountRequest()).map((text, index) => changes[index] ?? text);
}
