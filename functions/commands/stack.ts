import { Command } from 'commander';
import type { SetExit } from './exit.ts';
import { stackDownCommand } from './stack-down.ts';
import { stackUpCommand } from './stack-up.ts';
import type { Terminal } from './terminal.ts';

export function stackCommand(terminal: Terminal, setExit: SetExit): Command {
  return new Command('stack')
    .description('bring one stack up, or take it down')
    .addCommand(stackUpCommand(terminal, setExit))
    .addCommand(stackDownCommand(terminal, setExit));
}
