/** A word or a piece of punctuation of a query, and where it begins. */
export interface Token {
  kind: 'text' | 'string' | 'operator' | 'open' | 'close' | 'comma' | 'minus' | 'end';
  text: string;
  at: number;
}

export class FilterError extends Error {
  override name = 'FilterError';
}

const patterns: readonly [Token['kind'] | 'skip', RegExp][] = [
  ['skip', /\s+|--[^\n]*/y],
  ['string', /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y],
  ['operator', /=~|!~|!=|>=|<=|=|>|<|:/y],
  ['open', /\(/y],
  ['close', /\)/y],
  ['comma', /,/y],
  ['minus', /-(?=[^\s\d-])/y],
  ['text', /(?:[^\s()=!<>:~",'\\]|\\.|"(?<=\.")(?:[^"\\]|\\.)*")+/y],
];

export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    const { kind, text } = nextToken(query, at);
    if (kind !== 'skip') tokens.push({ kind, text, at });
    at += text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: query.length }];
}

function nextToken(query: string, at: number): { kind: Token['kind'] | 'skip'; text: string } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text) return { kind, text };
  }
  throw new FilterError(`Unparseable filter: syntax error at position ${at}: \`${query.slice(at, at + 20)}\``);
}

/** What a quoted literal says. An escape the language does not know is kept, so that `\.` reaches a pattern as it is. */
export function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|["'\\ntr])/g, (_, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: '\n', t: '\t', r: '\r' }[code] ?? code;
  });
}
