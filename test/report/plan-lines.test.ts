import test from 'ava';
import type { Outcome } from '../../shared/model/plan.ts';
import { outcomesText } from '../../shared/report/outcomes-text.ts';

const outcome: Outcome = {
  state: 'done',
  kind: 'create-forwarding-rule',
  target: 'ForwardingRule/us-central1/home-minecraft-tcp-25565',
  why: 'nothing brings it there',
  rule: 'N-01',
  because: null,
  isForPerson: false,
  startedAt: null,
  finishedAt: null,
  undo: null,
};

test('what a line of 80 columns does not hold goes on below it', (t) => {
  t.deepEqual(outcomesText([outcome]).split('\n').slice(0, 2), [
    '  done    ForwardingRule/us-central1/home-minecraft-tcp-25565',
    '      create-forwarding-rule',
  ]);
  const [line] = outcomesText([{ ...outcome, target: 'TargetPool/us-central1/nodes' }]).split('\n');
  t.is(line, '  done    TargetPool/us-central1/nodes  create-forwarding-rule');
});
