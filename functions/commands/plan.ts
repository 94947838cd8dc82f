import { Command, Option } from 'commander';
import type { RepairAnswer } from '../../shared/model/repair.ts';
import type { Part } from '../../shared/model/scope.ts';
import { quoted } from '../../shared/plan/rules/object-command.ts';
import { repairExitStatus } from '../../shared/report/repair-exit.ts';
import { repairJson } from '../../shared/report/repair-json.ts';
import { repairText } from '../../shared/report/repair-text.ts';
import { readOneCluster } from './declaration-directory.ts';
import { addDeployedOptions, askDeployed, type DeployedOptions } from './deployed.ts';
import type { SetExit } from './exit.ts';
import { addPartOptions, type PartOptions, partOf } from './part-options.ts';
import { openRepairFlow } from './repair-flow.ts';
import type { Terminal } from './terminal.ts';

export interface RepairOptions extends PartOptions, DeployedOptions {
  cluster?: string;
  output: 'text' | 'json';
}

export function planCommand(terminal: Terminal, setExit: SetExit): Command {
  const command = new Command('plan')
    .description('show what would be done to bring the live state to what is declared, and why; nothing is changed')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)');
  return addRepairOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ underpin plan containers\n  $ underpin plan containers --pool nodes -o json',
    )
    .action(async (directory: string | undefined, options: RepairOptions) => {
      if (options.url) {
        setExit(await repairDeployed(directory, { ...options, url: options.url }, terminal));
        return;
      }
      const flow = await openRepairFlow(directory, options.cluster, terminal);
      const answer = await flow.plan(partScope(options));
      printAnswer(answer, options.output, terminal);
      if (options.output === 'text' && answer.plan.actions.length > 0) {
        const words = ['underpin apply', ...wordsAgain(directory, options.cluster), '--plan', answer.plan.hash];
        terminal.out(`\nTo apply exactly this, within 5 minutes:\n  ${words.join(' ')}\n`);
      }
      setExit(repairExitStatus(answer));
    });
}

/** What part the plan was asked for is known by its hash. */
function wordsAgain(directory: string | undefined, cluster: string | undefined): string[] {
  return [...(directory ? [quoted(directory)] : []), ...(cluster ? ['--cluster', quoted(cluster)] : [])];
}

export function addRepairOptions(command: Command): Command {
  addPartOptions(command).option('--cluster <name>', 'which cluster, when the directory declares several');
  command.addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'));
  return addDeployedOptions(command, 'manual-repair');
}

export function partScope(options: PartOptions): { only?: Part } {
  const only = partOf(options);
  return only ? { only } : {};
}

export function printAnswer(answer: RepairAnswer, output: 'text' | 'json', { out, style }: Terminal): void {
  out(output === 'json' ? `${JSON.stringify(repairJson(answer), null, 2)}\n` : repairText(answer, style));
}

/** The words are the function's own. */
export async function repairDeployed(
  directory: string | undefined,
  options: RepairOptions & { url: string; plan?: string },
  terminal: Terminal,
) {
  const world = terminal.openWorld(terminal.note);
  const cluster = options.cluster ?? (await nameIn(directory));
  const scope = partOf(options);
  const body = {
    cluster,
    ...(scope && { scope: { ...scope } }),
    ...(options.plan && { apply: true, plan: options.plan }),
  };
  const accept = options.output === 'json' ? 'application/json' : 'text/plain';
  const { text, exitStatus } = await askDeployed(options, { of: 'manual-repair', method: 'POST', accept, body }, world);
  terminal.out(text.endsWith('\n') ? text : `${text}\n`);
  return exitStatus;
}

async function nameIn(directory: string | undefined): Promise<string> {
  const { cluster } = await readOneCluster(directory);
  return cluster.metadata.name;
}
