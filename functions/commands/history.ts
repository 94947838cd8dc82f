import { Command, InvalidArgumentError, Option } from 'commander';
import { runsIn } from '../../shared/report/runs.ts';
import { runsText } from '../../shared/report/runs-text.ts';
import type { SetExit } from './exit.ts';
import { openLedger } from './ledger.ts';
import type { Terminal } from './terminal.ts';

interface HistoryOptions {
  project?: string;
  last: number;
  days: number;
  output: 'text' | 'json';
}

export function historyCommand(terminal: Terminal, _setExit: SetExit): Command {
  return new Command('history')
    .description('list the last runs: from this machine, or those of the deployed functions')
    .option('--project <id>', "the functions' runs, from the project's Cloud Logging")
    .option('--days <number>', 'with --project: how far back', positive, 7)
    .option('--last <number>', 'how many', positive, 20)
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExamples:\n  $ underpin history\n  $ underpin history --project my-project --days 1')
    .action(async (options: HistoryOptions) => {
      const runs = runsIn(await linesFrom(options, terminal)).slice(0, options.last);
      terminal.out(options.output === 'json' ? `${JSON.stringify(runs, null, 2)}\n` : runsText(runs));
    });
}

async function linesFrom({ project, days }: HistoryOptions, terminal: Terminal) {
  const world = terminal.openWorld(() => undefined);
  if (project === undefined) return openLedger(world.config.stateDirectory, world.runtime).read();
  const { readRunLog } = await import('../../shared/observe/run-log.ts');
  const since = new Date(world.runtime.now() - days * 86_400_000).toISOString();
  return readRunLog(world, { project, since });
}

function positive(word: string): number {
  const number = Number(word);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('give a whole number from 1 up');
  return number;
}
