#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './commands/program.ts';
import { systemTerminal } from './commands/terminal.ts';

// Garbage may take as much room as what lives, not three times as much: 10,000 objects are audited within 512 MiB.
setFlagsFromString('--heap-growing-percent=100');

// Warnings of libraries are about code; what a person can act on is told in words of our own.
process.removeAllListeners('warning');
process.exitCode = await runCommandLine(process.argv.slice(2), systemTerminal());
