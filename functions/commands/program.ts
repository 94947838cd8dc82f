import { Command, CommanderError } from 'commander';
import { messageOf } from '../../shared/errors.ts';
import { printable } from '../../shared/report/printable.ts';
import { applyCommand } from './apply.ts';
import { auditCommand } from './audit.ts';
import { completionCommand } from './completion.ts';
import { doctorCommand } from './doctor.ts';
import { type Exit, noteExit } from './exit.ts';
import { historyCommand } from './history.ts';
import { planCommand } from './plan.ts';
import { rbacCommand } from './rbac.ts';
import { replayCommand } from './replay.ts';
import { sandboxCommand } from './sandbox.ts';
import { schemaCommand } from './schema.ts';
import { stackCommand } from './stack.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

const examples = `
Examples:
  $ underpin audit containers
  $ underpin plan containers --pool nodes
  $ underpin apply containers --plan HASH
  $ underpin stack up minecraft
  $ underpin doctor containers

Exit status: 0 in sync or done, 1 drift, 2 wrong use or failure, 3 incomplete.`;

/** Runs one command and tells the exit status. What goes wrong takes a line or two, and no stack trace. */
export async function runCommandLine(words: string[], terminal: Terminal): Promise<number> {
  const exit: Exit = { status: 0 };
  try {
    await createProgram(terminal, exit).parseAsync(words, { from: 'user' });
    return exit.status;
  } catch (error) {
    // Commander has told it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    for (const line of messageOf(error).split('\n')) terminal.note(`underpin: ${printable(line)}`);
    return 2;
  }
}

export function createProgram(terminal: Terminal, exit: Exit): Command {
  const program = new Command('underpin')
    .description('Keeps what stands under a Kubernetes cluster on Compute Engine in place while its nodes shift.')
    .version(version)
    .showHelpAfterError('(underpin --help tells how)')
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: (text) => terminal.note(text.trimEnd()) });
  const commands = [
    auditCommand,
    planCommand,
    applyCommand,
    stackCommand,
    doctorCommand,
    historyCommand,
    replayCommand,
    schemaCommand,
    rbacCommand,
    sandboxCommand,
    completionCommand,
  ];
  for (const make of commands) program.addCommand(inherit(make(terminal, noteExit(exit)), program));
  return program;
}

function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const one of command.commands) inherit(one, command);
  return command;
}
