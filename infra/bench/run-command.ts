import { spawn } from 'node:child_process';

export interface CommandEnd {
  status: number | null;
  output: string;
  errors: string;
  /** From spawn to the last byte of its output. */
  seconds: number;
}

/** Runs a command to its end, in the environment given and no other. */
export async function runCommand(
  command: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<CommandEnd> {
  const { PATH = '', HOME = '' } = process.env;
  const began = performance.now();
  const child = spawn(command, args, { env: { PATH, HOME, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors] = [collect(child.stdout), collect(child.stderr)];
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, seconds: (performance.now() - began) / 1000, output: output.join(''), errors: errors.join('') };
}

function collect(stream: NodeJS.ReadableStream): string[] {
  const texts: string[] = [];
  stream.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  return texts;
}
