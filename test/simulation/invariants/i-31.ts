import type { EntryOf } from '../history.ts';
import { invariant } from '../invariant.ts';
import { discreet, secret } from '../shape.ts';
import { bodyOf } from './writes.ts';

/** As it is, and in base64, where it looks otherwise by what stands before it. */
const spellings = [secret, ...[0, 1, 2].map(inBase64)];

export const i31 = invariant({
  name: 'I-31',
  says: 'no secret is in any log line, report, notice or answer, and what an object holds is in no log line',
  on: ['line', 'answer', 'sent'],
  watch:
    ({ judged, violated }) =>
    (entry) => {
      if (entry.kind === 'sent' && entry.call.isInClear)
        violated(`${entry.call.method} ${entry.call.path} bears a token in the clear`);
      const text = textOf(entry);
      if (text === null) return;
      judged();
      const spelling = spellings.find((one) => text.includes(one));
      if (spelling) violated(`a secret is in the ${outlets[entry.kind]}: ${around(text, spelling)}`);
      if (entry.kind === 'line' && text.includes(discreet))
        violated(`what an object holds is in the log of ${entry.worker}: ${around(text, discreet)}`);
    },
});

const outlets = { line: 'log', answer: 'answer', sent: 'notice' };

function textOf(entry: EntryOf<'line' | 'answer' | 'sent'>): string | null {
  if (entry.kind === 'line') return JSON.stringify(entry.line);
  if (entry.kind === 'answer') return entry.body;
  const { messages = [] } = (entry.call.path.endsWith(':publish') ? bodyOf(entry.call) : {}) as {
    messages?: { data?: string }[];
  };
  return (
    messages.map(({ data = '', ...rest }) => `${Buffer.from(data, 'base64')}${JSON.stringify(rest)}`).join() || null
  );
}

function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return text.slice(Math.max(0, at - 80), at + word.length);
}

function inBase64(before: number): string {
  const text = Buffer.from(' '.repeat(before) + secret).toString('base64');
  return text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + secret.length) * 4) / 3));
}
