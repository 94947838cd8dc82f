import { Command } from 'commander';
import type { RepairAnswer } from '../../shared/model/repair.ts';
import { repairExitStatus } from '../../shared/report/repair-exit.ts';
import { confirm } from './confirm.ts';
import type { ExitStatus, SetExit } from './exit.ts';
import { printAnswer } from './plan.ts';
import { openRepairFlow, type RepairFlow } from './repair-flow.ts';
import type { Terminal } from './terminal.ts';

export interface StackOptions {
  cluster?: string;
  yes: boolean;
}

/** A disk that was made now is attached by the next plan, and mounted by that one's. */
const mostRounds = 6;
const pauseMilliseconds = 5000;
const longestPauses = 24;

export function stackUpCommand(terminal: Terminal, setExit: SetExit): Command {
  return new Command('up')
    .description('bring about all that a stack declares, in the cluster and outside')
    .argument('<name>', 'the stack: the value of its app label')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)')
    .option('--cluster <name>', 'which cluster, when the directory declares several')
    .option('-y, --yes', 'apply without asking', false)
    .addHelpText(
      'after',
      '\nExamples:\n  $ underpin stack up minecraft\n  $ underpin stack up minecraft containers --yes',
    )
    .action(async (stack: string, directory: string | undefined, { cluster, yes }: StackOptions) => {
      const flow = await openRepairFlow(directory, cluster, terminal);
      setExit(await bringUp(stack, { flow, terminal, yes }));
    });
}

interface Raising {
  flow: RepairFlow;
  terminal: Terminal;
  yes: boolean;
}

/** Plan, ask, apply, and look again, until nothing is left to do. */
async function bringUp(stack: string, { flow, terminal, yes }: Raising): Promise<ExitStatus> {
  const scope = { only: { stack } };
  for (let round = 1; round <= mostRounds; round += 1) {
    const planned = await planPatiently(flow, scope, round > 1);
    printAnswer(planned, 'text', terminal);
    const { actions, hash } = planned.plan;
    if (actions.length === 0) return repairExitStatus(planned);
    if (!(await confirm({ word: 'yes', question: `Apply this to stack ${stack}?`, yes }, terminal))) return 1;
    terminal.out('\n');
    const applied = await flow.apply(hash, scope);
    printAnswer(applied, 'text', terminal);
    terminal.out('\n');
    if (applied.kind === 'applied' && repairExitStatus(applied) === 2) return 2;
  }
  terminal.note(
    `stack ${stack} is not settled after ${mostRounds} rounds: look again with underpin plan --stack ${stack}`,
  );
  return 3;
}

/** What has to wait for a VM that boots, or for pods that start after what was applied, is looked at for two minutes. */
async function planPatiently(
  flow: RepairFlow,
  scope: { only: { stack: string } },
  hasApplied: boolean,
): Promise<RepairAnswer> {
  let planned = await flow.plan(scope);
  for (let pause = 0; pause < longestPauses && mayChange(planned, hasApplied); pause += 1) {
    await flow.runtime.sleep(pauseMilliseconds);
    planned = await flow.plan(scope);
  }
  return planned;
}

function mayChange({ plan }: RepairAnswer, hasApplied: boolean): boolean {
  if (plan.actions.length > 0) return false;
  // The way of packets (N-07) and health (N-09, P-12) follow by themselves.
  const follows = plan.findings.some(({ action, rule }) => !action && ['N-07', 'N-09', 'P-12'].includes(rule));
  return plan.waiting.length > 0 || (hasApplied && follows);
}
