import test from 'ava';
import fc from 'fast-check';
import { readMountResult } from '../../shared/mount/result.ts';

const done =
  '{"ok":true,"verb":"mount","disk":"foodata","path":"/mnt/foodata","uuid":"u","source":"/dev/sdb","majorMinor":"8:16",' +
  '"fstype":"ext4","options":"rw,relatime","bootID":"b","sizeBytes":1,"formatted":false,"resized":false,"fsck":0,' +
  '"already":false,"mountPoint":"immutable","fstab":"written","notes":""}';
const blocked =
  '{"ok":false,"verb":"mount","disk":"foodata","outcome":"blocked","code":"blank","why":"it is","bootID":"b"}';

const read = test.macro<[string, string]>((t, log, expected) => {
  const result = readMountResult(log);
  t.is(result.ok ? 'done' : result.code, expected, JSON.stringify(result));
});

test('the line alone is read', read, done, 'done');
test('the line is found among others, as logs mix both streams', read, `warning\r\n${blocked}\r\nbye\n`, 'blank');
test('of two lines the last counts', read, `${done}\n${blocked}\n`, 'blank');
test('an empty log is no success', read, '', 'no-result');
test('a log that was cut is no success', read, done.slice(0, -5), 'no-result');
test('a line that lacks a field is no success', read, '{"ok":true,"verb":"mount","disk":"foodata"}', 'no-result');
test('a line of another kind is no success', read, '{"ok":"yes"}', 'no-result');
test('a line inside other words is no success', read, `echo ${done}`, 'no-result');

test('without a result the end of the log is told', (t) => {
  const result = readMountResult('nsenter: cannot open /proc/1/ns/mnt: Permission denied\n');
  t.true(!result.ok && result.outcome === 'failed' && /Permission denied/.test(result.why));
});

test('no log makes it throw, and none but a whole line makes it succeed', (t) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      t.false(readMountResult(before).ok);
      t.is(readMountResult(`${before}\n${done}\n${after}`).ok, true);
    }),
  );
});
