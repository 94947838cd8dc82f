import test from 'ava';
import { runsIn } from '../../shared/report/runs.ts';
import { runsText } from '../../shared/report/runs-text.ts';
import { aHomeWorld } from '../a-home-world.ts';
import { aTerminal } from './a-terminal.ts';

const line = (second: number, message: string, facts: object = {}, run = 'one') => ({
  timestamp: `2027-01-15T03:00:${String(second).padStart(2, '0')}.000Z`,
  message,
  run,
  cluster: 'home',
  caller: 'ann@example.com',
  ...facts,
});

test('the lines of a run become one record, new runs first', (t) => {
  const runs = runsIn([
    line(1, 'planned', { hash: 'abcdef0123', actions: 2 }),
    line(3, 'outcome', { state: 'failed', kind: 'attach-disk', target: 'Disk/z/d', because: 'quota', requestId: 'b' }),
    line(2, 'intent', { kind: 'attach-disk', target: 'Disk/z/d', requestId: 'b' }),
    line(9, 'planned', { hash: 'ffff', actions: 0, caller: undefined, trigger: 'node-change' }, 'two'),
  ]);
  t.like(runs[0], { run: 'two', by: 'node-change', planned: 0, outcomes: {}, steps: [] });
  t.deepEqual(runs[1], {
    run: 'one',
    at: '2027-01-15T03:00:01.000Z',
    cluster: 'home',
    by: 'ann@example.com',
    hash: 'abcdef0123',
    planned: 2,
    blocked: 0,
    outcomes: { failed: 1 },
    steps: ['failed attach-disk Disk/z/d: quota'],
  });
});

test('I-30: a step that was begun and never answered is told as unknown', (t) => {
  const [run] = runsIn([line(1, 'intent', { kind: 'detach-disk', target: 'Disk/z/d', requestId: 'b' })]);
  t.deepEqual(run?.steps, ['unknown detach-disk Disk/z/d: it was begun, and its end is not on record']);
});

test('the table says what each run came to', (t) => {
  const text = runsText(
    runsIn([
      line(1, 'planned', { hash: 'abcdef0123', actions: 1 }),
      line(2, 'outcome', { state: 'done', kind: 'add-pool-members', target: 'TargetPool/r/nodes', requestId: 'a' }),
      line(5, 'planned', { hash: '0123456789', actions: 0 }, 'two'),
      line(7, 'planned', { hash: '3210', actions: 2, blocked: 1 }, 'three'),
    ]),
  );
  t.is(
    text,
    `TIME                 CLUSTER  BY               PLAN      END
2027-01-15 03:00:07  home     ann@example.com  3210      2 planned, 1 blocked
2027-01-15 03:00:05  home     ann@example.com  01234567  nothing to do
2027-01-15 03:00:01  home     ann@example.com  abcdef01  1 done
    done add-pool-members TargetPool/r/nodes
`,
  );
});

test('with --project the runs of the deployed functions are read from Cloud Logging', async (t) => {
  const home = await aHomeWorld();
  t.teardown(home.close);
  const at = new Date(home.clock.now()).toISOString();
  const entry = {
    logName: 'projects/my-project/logs/run',
    resource: { type: 'cloud_run_revision', labels: {} },
    severity: 'INFO',
    timestamp: at,
  };
  const payload = {
    message: 'planned',
    run: 'r-1',
    cluster: 'home',
    trigger: 'node-change',
    hash: 'cafe0123',
    actions: 0,
  };
  const written = await home.world.transport('https://logging.googleapis.com/v2/entries:write', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      entries: [
        { ...entry, jsonPayload: payload },
        { ...entry, jsonPayload: { message: 'noise' } },
      ],
    }),
  });
  t.is(written.status, 200, await written.clone().text());
  await home.clock.advance(10_000);
  const { run } = aTerminal({ world: home.world, drive: (work) => home.clock.drive(work) });
  const { status, out } = await run('history', '--project', 'my-project', '-o', 'json');
  t.is(status, 0);
  t.like(JSON.parse(out), [{ run: 'r-1', by: 'node-change', hash: 'cafe0123' }]);
});
