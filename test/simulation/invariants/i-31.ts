import type { Invariant } from '../check.ts';
import { secret } from '../shape.ts';

export const i31: Invariant = {
  name: 'I-31',
  says: 'no secret is in any log line, report or answer',
  watch:
    ({ judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'line' && entry.kind !== 'answer') return;
      judged();
      const text = entry.kind === 'line' ? JSON.stringify(entry.line) : entry.body;
      if (text.includes(secret)) violated(`a token is in the ${entry.kind} of ${entry.worker}`);
    },
};
