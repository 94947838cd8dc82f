/** `eq` and `ne` take a regular expression that must match the whole value. */
export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | ':' | 'eq' | 'ne';

export type Expression =
  | { kind: 'all'; parts: Expression[] }
  | { kind: 'any'; parts: Expression[] }
  | { kind: 'not'; part: Expression }
  | { kind: 'compare'; field: string; comparator: Comparator; value: string };

const token = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(<=|>=|!=|[=<>:()])|([^\s=<>:()!"']+))/y;

interface Token {
  text: string;
  quoted: boolean;
}

class Tokens {
  readonly #list: Token[];
  #next = 0;

  constructor(filter: string) {
    this.#list = tokenise(filter);
  }

  peek(ahead = 0): string | undefined {
    const found = this.#list[this.#next + ahead];
    return found && !found.quoted ? found.text : found && '"';
  }

  take(): string {
    const found = this.#list[this.#next];
    if (!found) throw new Error('Invalid list filter expression: it ends too early.');
    this.#next += 1;
    return found.text;
  }

  /** Everything up to the end or the parenthesis that closes the comparison: patterns of `eq` are often unquoted. */
  takePattern(): string {
    const parts: string[] = [];
    let depth = 0;
    while (this.peek() !== undefined && !(depth === 0 && this.peek() === ')')) {
      const part = this.take();
      if (part === '(') depth += 1;
      if (part === ')') depth -= 1;
      parts.push(part);
    }
    return parts.join('');
  }
}

export function parseFilter(filter: string): Expression {
  const tokens = new Tokens(filter);
  const expression = parseAny(tokens);
  if (tokens.peek() !== undefined) throw new Error(`Invalid list filter expression near '${tokens.peek()}'.`);
  requireOneDialect(expression);
  return expression;
}

function parseAll(tokens: Tokens): Expression {
  const parts = [parseOne(tokens)];
  while (tokens.peek() !== undefined && tokens.peek() !== ')' && tokens.peek() !== 'OR') {
    if (tokens.peek() === 'AND') tokens.take();
    parts.push(parseOne(tokens));
  }
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'all', parts };
}

function parseAny(tokens: Tokens): Expression {
  const parts = [parseAll(tokens)];
  while (tokens.peek() === 'OR') {
    tokens.take();
    parts.push(parseAll(tokens));
  }
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'any', parts };
}

function parseOne(tokens: Tokens): Expression {
  if (tokens.peek() === 'NOT' || tokens.peek() === '-') {
    tokens.take();
    return { kind: 'not', part: parseOne(tokens) };
  }
  if (tokens.peek() !== '(') return parseComparison(tokens);
  tokens.take();
  const inner = parseAny(tokens);
  if (tokens.take() !== ')') throw new Error('Invalid list filter expression: a parenthesis is not closed.');
  return inner;
}

function parseComparison(tokens: Tokens): Expression {
  const field = tokens.take();
  const comparator = tokens.take();
  if (!isComparator(comparator)) throw new Error(`Invalid list filter expression near '${field} ${comparator}'.`);
  const regular = comparator === 'eq' || comparator === 'ne';
  return { kind: 'compare', field, comparator, value: regular ? tokens.takePattern() : tokens.take() };
}

function isComparator(text: string): text is Comparator {
  return ['=', '!=', '<', '<=', '>', '>=', ':', 'eq', 'ne'].includes(text);
}

function requireOneDialect(expression: Expression): void {
  const dialects = new Set(comparators(expression).map((one) => (one === 'eq' || one === 'ne' ? 'regular' : 'plain')));
  if (dialects.size > 1)
    throw new Error('Invalid list filter expression: `eq` and `ne` cannot be mixed with other operators.');
}

function comparators(expression: Expression): Comparator[] {
  if (expression.kind === 'compare') return [expression.comparator];
  if (expression.kind === 'not') return comparators(expression.part);
  return expression.parts.flatMap(comparators);
}

function tokenise(filter: string): Token[] {
  const list: Token[] = [];
  const text = filter.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw new Error(`Invalid list filter expression near '${text.slice(at, at + 20)}'.`);
    const [, quoted, sign, word] = found;
    list.push(quoted ? { text: unquote(quoted), quoted: true } : { text: sign ?? word ?? '', quoted: false });
  }
  return list;
}

/** Backslashes stay, but for those before quotes: they belong to the regular expression (`".*\binsert\b.*"`). */
function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(["'])/g, '$1');
}
