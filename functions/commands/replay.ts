import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { messageOf, RefusedError } from '../../shared/errors.ts';
import { readEvent } from '../../shared/scope/scope.ts';
import type { SetExit } from './exit.ts';
import type { Terminal } from './terminal.ts';

export function replayCommand(terminal: Terminal, _setExit: SetExit): Command {
  return new Command('replay')
    .description('tell what node-change would make of an event; nothing is read or changed')
    .argument('<file>', 'a log entry, Pub/Sub message or CloudEvent as JSON; - reads standard input')
    .option('--explain', 'with all that was read from the event')
    .addHelpText(
      'after',
      '\nExamples:\n  $ underpin replay event.json --explain\n  $ gcloud logging read … --format=json | jq .[0] | underpin replay -',
    )
    .action(async (file: string, { explain = false }: { explain?: boolean }) => {
      const decision = readEvent(await bytesOf(file, terminal));
      const { decision: verdict, why } = decision;
      terminal.out(`${JSON.stringify(explain ? decision : { decision: verdict, why }, null, 2)}\n`);
    });
}

async function bytesOf(file: string, terminal: Terminal): Promise<string> {
  if (file === '-') return terminal.input();
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new RefusedError(`cannot read \`${file}\`: ${messageOf(error)}`, 400, { cause: error });
  });
}
