import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directWorld } from '../../functions/commands/direct-world.ts';
import { runCommandLine } from '../../functions/commands/program.ts';
import { plainStyle } from '../../shared/report/text-style.ts';
import type { World } from '../../shared/world.ts';

export interface Ran {
  status: number;
  out: string;
  notes: string;
}

export interface TestTerminal {
  run(...words: string[]): Promise<Ran>;
}

export interface Sitting {
  world: World;
  drive?: <T>(work: Promise<T>) => Promise<T>;
  /** What a person there types, one answer after the other; without it nobody sits there. */
  answers?: string[];
  input?: string;
  stateDirectory?: string;
}

/** The command line in this process, over a world of the test's making, with a state directory of its own. */
export function aTerminal({ world, drive = (work) => work, answers, input = '', ...sitting }: Sitting): TestTerminal {
  const { stateDirectory = mkdtempSync(join(tmpdir(), 'underpin-state-')) } = sitting;
  const own = { ...world, config: { ...world.config, stateDirectory } };
  const left = [...(answers ?? [])];
  return {
    run: async (...words) => {
      const out: string[] = [];
      const notes: string[] = [];
      const status = await drive(
        runCommandLine(words, {
          out: (text) => out.push(text),
          note: (line) => notes.push(line),
          style: plainStyle,
          // A spinner would write to this process's own terminal.
          isInteractive: false,
          canAsk: answers !== undefined,
          ask: async (question) => {
            notes.push(question);
            return left.shift() ?? '';
          },
          input: async () => input,
          onInterrupt: () => () => undefined,
          openWorld: (tell) => directWorld(tell, { world: own, note: (line) => notes.push(line) }),
        }),
      );
      return { status, out: out.join(''), notes: notes.join('\n') };
    },
  };
}
