import type { Invariant } from '../check.ts';
import { discreet, secret } from '../shape.ts';

export const i31: Invariant = {
  name: 'I-31',
  says: 'no secret is in any log line, report or answer, and what an object holds is in no log line',
  watch:
    ({ judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'line' && entry.kind !== 'answer') return;
      judged();
      const text = entry.kind === 'line' ? JSON.stringify(entry.line) : entry.body;
      if (text.includes(secret))
        violated(`a secret is in the ${entry.kind} of ${entry.worker}: ${around(text, secret)}`);
      if (entry.kind === 'line' && text.includes(discreet))
        violated(`what an object holds is in the log of ${entry.worker}: ${around(text, discreet)}`);
    },
};

function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return text.slice(Math.max(0, at - 80), at + word.length);
}
