import { Command } from 'commander';
import { RefusedError } from '../../shared/errors.ts';
import { repairExitStatus } from '../../shared/report/repair-exit.ts';
import type { SetExit } from './exit.ts';
import { addRepairOptions, partScope, printAnswer, type RepairOptions, repairDeployed } from './plan.ts';
import { openRepairFlow } from './repair-flow.ts';
import type { Terminal } from './terminal.ts';

type ApplyOptions = RepairOptions & { plan?: string };

export function applyCommand(terminal: Terminal, setExit: SetExit): Command {
  const command = new Command('apply')
    .description('apply exactly the plan that was shown, if the live state has not moved since')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)')
    .option('--plan <hash>', 'the hash that `underpin plan` gave');
  return addRepairOptions(command)
    .addHelpText('after', '\nExample:\n  $ underpin apply containers --plan 263e42cb3fe5ed5b3d05641271e0fc28')
    .action(async (directory: string | undefined, options: ApplyOptions) => {
      const { plan } = options;
      if (!plan) throw new RefusedError('apply needs --plan HASH: `underpin plan` shows a plan and its hash');
      if (options.url) {
        setExit(await repairDeployed(directory, { ...options, url: options.url }, terminal));
        return;
      }
      const flow = await openRepairFlow(directory, options.cluster, terminal);
      const answer = await flow.apply(plan, partScope(options));
      printAnswer(answer, options.output, terminal);
      setExit(repairExitStatus(answer));
    });
}
