import { invariant } from '../invariant.ts';
import { discreet, secret } from '../shape.ts';

/** As it is, and in base64, where it looks otherwise by what stands before it. */
const spellings = [secret, ...[0, 1, 2].map(inBase64)];

export const i31 = invariant({
  name: 'I-31',
  says: 'no secret is in any log line, report or answer, and what an object holds is in no log line',
  on: ['line', 'answer'],
  watch:
    ({ judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'line' && entry.kind !== 'answer') return;
      judged();
      const text = entry.kind === 'line' ? JSON.stringify(entry.line) : entry.body;
      const spelling = spellings.find((one) => text.includes(one));
      if (spelling) violated(`a secret is in the ${entry.kind} of ${entry.worker}: ${around(text, spelling)}`);
      if (entry.kind === 'line' && text.includes(discreet))
        violated(`what an object holds is in the log of ${entry.worker}: ${around(text, discreet)}`);
    },
});

function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return text.slice(Math.max(0, at - 80), at + word.length);
}

function inBase64(before: number): string {
  const text = Buffer.from(' '.repeat(before) + secret).toString('base64');
  return text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + secret.length) * 4) / 3));
}
