#!/usr/bin/env node
import { runCommandLine } from './commands/program.ts';
import { systemTerminal } from './commands/terminal.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), systemTerminal());
