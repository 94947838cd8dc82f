import { Command } from 'commander';
import type { Plan } from '../../shared/model/plan.ts';
import { holdsData } from '../../shared/plan/rules/held-data.ts';
import { repairExitStatus } from '../../shared/report/repair-exit.ts';
import { confirm } from './confirm.ts';
import type { ExitStatus, SetExit } from './exit.ts';
import { printAnswer } from './plan.ts';
import { openRepairFlow, type RepairFlow } from './repair-flow.ts';
import type { StackOptions } from './stack-up.ts';
import type { Terminal } from './terminal.ts';

export function stackDownCommand(terminal: Terminal, setExit: SetExit): Command {
  return new Command('down')
    .description('delete all Kubernetes objects of a stack by its app label; outside the cluster nothing is deleted')
    .argument('<name>', 'the stack: the value of its app label')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)')
    .option('--cluster <name>', 'which cluster, when the directory declares several')
    .option('-y, --yes', 'delete without asking', false)
    .addHelpText('after', '\nExample:\n  $ underpin stack down minecraft')
    .action(async (stack: string, directory: string | undefined, { cluster, yes }: StackOptions) => {
      const flow = await openRepairFlow(directory, cluster, terminal);
      setExit(await takeDown(stack, { flow, terminal, yes }));
    });
}

interface Removal {
  flow: RepairFlow;
  terminal: Terminal;
  yes: boolean;
}

/** Shown first, and done once its name has been typed. What is left outside the cluster is told with its commands. */
async function takeDown(stack: string, { flow, terminal, yes }: Removal): Promise<ExitStatus> {
  const scope = { concern: 'removal', only: { stack } } as const;
  const planned = await flow.plan(scope);
  printAnswer(planned, 'text', terminal);
  const { actions, hash } = planned.plan;
  if (actions.length === 0) return repairExitStatus(planned);
  const question = `This deletes ${actions.length} objects of stack ${stack}.`;
  if (!(await confirm({ word: stack, question, yes }, terminal))) return 1;
  terminal.out('\n');
  const applied = await flow.apply(hash, scope);
  printAnswer(applied, 'text', terminal);
  return repairExitStatus({ ...applied, plan: withoutData(applied.plan) });
}

/** What holds data is left on purpose; all else that was held back is still to go. */
function withoutData(plan: Plan): Plan {
  const blocked = plan.blocked.filter(
    ({ action }) => action.kind !== 'delete-object' || !holdsData({ kind: action.objectKind }),
  );
  return { ...plan, blocked };
}
