import { printable } from '../../shared/report/printable.ts';
import type { Terminal } from './terminal.ts';

/** Says what is under way while `work` runs: a spinner for a person, plain lines for a log. Never among the results. */
export async function withProgress<T>(
  title: string,
  terminal: Terminal,
  work: (tell: (line: string) => void) => Promise<T>,
): Promise<T> {
  const release = terminal.onInterrupt('Stopped.');
  return show(title, terminal, work).finally(release);
}

async function show<T>(
  title: string,
  terminal: Terminal,
  work: (tell: (line: string) => void) => Promise<T>,
): Promise<T> {
  if (!terminal.isInteractive) return work((line) => terminal.note(printable(line)));
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  let result: { value: T } | undefined;
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
  const task = {
    title,
    task: async (_: unknown, shown: { output: string }) => {
      result = {
        value: await work((line) => {
          shown.output = printable(line);
        }),
      };
    },
    rendererOptions: { outputBar: 4, persistentOutput: false },
  };
  // Its own listener would end the process with 127, which means that there is no such command.
  const options = { registerSignalListeners: false };
  const rendererOptions = { logger, collapseErrors: false, showErrorMessage: false };
  await new Listr([task], { ...options, rendererOptions }).run();
  if (!result) throw new Error(`${title}: no result`);
  return result.value;
}
