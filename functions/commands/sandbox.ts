import { Command } from 'commander';
import type { SetExit } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Not part of a deployment, so it is looked for only when somebody asks. */
const sandbox = new URL('../../sandbox/serve.ts', import.meta.url).href;

interface Options {
  port: string;
  speed: string;
  realMounts: boolean;
}

export function sandboxCommand(_terminal: Terminal, _setExit: SetExit): Command {
  return new Command('sandbox')
    .description(
      'serve a small cloud and the three functions on this machine, and print the end points as one line of JSON',
    )
    .option('--port <number>', 'of Compute Engine', '0')
    .option('--speed <number>', 'how much faster than real time it works', '1')
    .option('--real-mounts', 'nodes mount real loop devices; as root on Linux', false)
    .addHelpText('after', '\nExample:\n  $ underpin sandbox --speed=10')
    .action(async (options: Options) => {
      const { serve } = (await import(sandbox)) as { serve(options: Options): Promise<void> };
      await serve(options);
    });
}
