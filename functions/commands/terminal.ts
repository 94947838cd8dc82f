import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { readConfig } from '../../shared/config.ts';
import { plainStyle, type TextStyle } from '../../shared/report/text-style.ts';
import type { World } from '../../shared/world.ts';
import { ask } from './ask.ts';
import { directWorld } from './direct-world.ts';
import { outliveReaders } from './lost-readers.ts';

/** Where a command reads and writes: results go out, everything else is a note. */
export interface Terminal {
  out(text: string): void;
  note(line: string): void;
  style: TextStyle;
  /** Notes are seen by a person as they come: a spinner may turn there. */
  isInteractive: boolean;
  /** A person sits there, and can be asked. */
  canAsk: boolean;
  ask(question: string): Promise<string>;
  input(): Promise<string>;
  /** From now on Ctrl-C tells these words and ends the process with 130, until what is handed back is called. */
  onInterrupt(words: string): () => void;
  /** The cloud as whoever sits here reaches it; what happens there is told line by line. */
  openWorld(tell: (line: string) => void): World;
}

export function systemTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const colour = stdout.isTTY === true && readColour();
  outliveReaders(process);
  const note = (line: string) => void stderr.write(`${line}\n`);
  return {
    out: (text) => void stdout.write(text),
    note,
    style: { ...plainStyle, colour },
    // A terminal without a size would break each word over as many lines.
    isInteractive: stderr.isTTY === true && stderr.columns > 0,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    ask: (question) =>
      ask(question, { input: stdin, output: stderr, onInterrupt: () => endWith('Nothing was changed.') }),
    input: () => text(stdin),
    onInterrupt: (words) => {
      const end = () => endWith(words);
      process.once('SIGINT', end);
      return () => void process.off('SIGINT', end);
    },
    openWorld: (tell) => directWorld(tell, { note }),
  };
}

function endWith(words: string): never {
  const { stderr } = process;
  try {
    // Past the spinner, which keeps to itself what is written meanwhile, and has hidden the cursor.
    writeSync(stderr.fd, `${stderr.isTTY ? '\u001B[?25h\n' : ''}${words}\n`);
  } finally {
    process.exit(130);
  }
}

/** What else is wrong with the surroundings is told by the command that needs them. */
function readColour(): boolean {
  try {
    return readConfig().colour;
  } catch {
    return false;
  }
}
