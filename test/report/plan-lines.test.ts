import test from 'ava';
import type { BlockedStep, Outcome, Plan, WaitingStep } from '../../shared/model/plan.ts';
import { outcomesText } from '../../shared/report/outcomes-text.ts';
import { repairExitStatus } from '../../shared/report/repair-exit.ts';
import { aFinding } from './an-audit.ts';

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

const plan: Plan = {
  cluster: 'home',
  hash: 'h',
  observedAt: 0,
  expiresAt: 0,
  actions: [],
  blocked: [],
  waiting: [],
  findings: [],
};
const applied = (outcomes: Outcome[], held: Partial<Plan> = {}) => ({
  kind: 'applied' as const,
  plan: { ...plan, ...held },
  outcomes,
});

test('what a line of 80 columns does not hold goes on below it', (t) => {
  t.deepEqual(
    outcomesText(applied([outcome]))
      .split('\n')
      .slice(0, 2),
    ['  done    ForwardingRule/us-central1/home-minecraft-tcp-25565', '      create-forwarding-rule'],
  );
  const [line] = outcomesText(applied([{ ...outcome, target: 'TargetPool/us-central1/nodes' }])).split('\n');
  t.is(line, '  done    TargetPool/us-central1/nodes  create-forwarding-rule');
});

test('what a plan held back is counted when it was applied, and ends it as it does a plan', (t) => {
  const told = (answer: ReturnType<typeof applied>) => [
    outcomesText(answer).trimEnd().split('\n').at(-1),
    repairExitStatus(answer),
  ];
  const action = { kind: 'restart-pod', namespace: 'default', pod: 'a', uid: 'u', startedAt: null } as const;
  const about = { kind: action.kind, target: 'a', why: 'it came first', rule: 'D-10', risk: 'destructive' } as const;
  const flags = { command: null, isForNextPass: false, isForPerson: false };
  const blocked: BlockedStep[] = [{ ...about, ...flags, action, blockedBy: 'a mark' }];
  const waiting: WaitingStep[] = [{ target: 'b', why: 'it boots', rule: 'P-08', waitingFor: 'it boots' }];
  const drift = [aFinding({ waitingFor: 'it boots' })];
  const noDrift = [aFinding({ waitingFor: 'it boots', severity: 'info' })];

  t.deepEqual(told(applied([])), ['Nothing was to be done.', 0]);
  t.deepEqual(told(applied([outcome])), ['Applied: 1 done.', 0]);
  t.deepEqual(told(applied([], { blocked })), ['Nothing was done; left as the plan says: 1 blocked.', 1]);
  t.deepEqual(told(applied([outcome], { blocked, waiting, findings: noDrift })), [
    'Applied: 1 done; left as the plan says: 1 blocked, 1 waiting.',
    1,
  ]);
  t.deepEqual(told(applied([outcome], { waiting, findings: drift }))[1], 1);
  t.deepEqual(told(applied([outcome], { waiting, findings: noDrift }))[1], 3);
});
