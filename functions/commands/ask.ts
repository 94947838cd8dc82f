import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

interface Desk {
  input: Readable;
  output: Writable;
  /** Ctrl-C, which is a key there and no signal. */
  onInterrupt: () => void;
}

/** One line that a person types. */
export async function ask(question: string, { input, output, onInterrupt }: Desk): Promise<string> {
  const lines = createInterface({ input, output });
  lines.once('SIGINT', () => {
    lines.close();
    onInterrupt();
  });
  const answer = await lines.question(question).finally(() => lines.close());
  return answer.trim();
}
