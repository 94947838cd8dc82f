import type { Runtime } from '../../shared/runtime.ts';

export type Actor = 'person' | 'cloud' | 'cluster' | 'underpin';

export interface Timeline {
  scene(title: string): void;
  tell(actor: Actor, text: string): void;
}

interface TimelineOptions {
  runtime: Runtime;
  colour: boolean;
  write(line: string): void;
}

const colours: Record<Actor, string> = { person: '35', cloud: '33', cluster: '34', underpin: '32' };
const width = 80;

/** A line for each thing that happens: seconds since the scene began, who, what; readable at 80 columns. */
export function createTimeline({ runtime, colour, write }: TimelineOptions): Timeline {
  let began = runtime.now();
  const paint = (text: string, code: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    scene: (title) => {
      began = runtime.now();
      write('');
      write(paint(title, '1'));
    },
    tell: (actor, text) => {
      const seconds = `${((runtime.now() - began) / 1000).toFixed(1)} s`.padStart(9);
      const indent = ' '.repeat(21);
      const [first = '', ...rest] = wrap(text, width - indent.length);
      write(`${seconds}  ${paint(actor.padEnd(9), colours[actor])} ${first}`);
      for (const line of rest) write(indent + line);
    },
  };
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
