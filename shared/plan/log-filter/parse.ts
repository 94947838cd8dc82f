import type { Operator, Query } from './query.ts';
import { FilterError, type Token, tokensOf, unquoted } from './token.ts';

/** Reads a query of the Logging query language: NOT binds first, then OR, then AND; words side by side are ANDed. */
export function parseFilter(text: string): Query {
  const parser = new Parser(tokensOf(text));
  return parser.parse();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Query {
    if (this.#peek().kind === 'end') return { kind: 'everything' };
    const query = this.#conjunction(() => this.#unary(() => this.#primary()));
    if (this.#peek().kind !== 'end') throw this.#error();
    return query;
  }

  #conjunction(term: () => Query): Query {
    const parts = [this.#disjunction(term)];
    while (this.#peek().kind !== 'end' && this.#peek().kind !== 'close') {
      this.#takeWord('AND');
      parts.push(this.#disjunction(term));
    }
    return group('and', parts);
  }

  #disjunction(term: () => Query): Query {
    const parts = [term()];
    while (this.#takeWord('OR')) parts.push(term());
    return group('or', parts);
  }

  #unary(term: () => Query): Query {
    if (this.#takeWord('NOT') || this.#take('minus')) return { kind: 'not', part: this.#unary(term) };
    return term();
  }

  #primary(): Query {
    if (this.#take('open')) return this.#closed(this.#conjunction(() => this.#unary(() => this.#primary())));
    const token = this.#takeOperand();
    const operator = this.#take('operator');
    if (operator) return this.#comparison(pathOf(token.text), operator.text as Operator);
    if (token.kind === 'text' && this.#peek().kind === 'open') return this.#call(token.text);
    return { kind: 'text', value: literalOf(token) };
  }

  /** `field=value`, or `field=("a" OR "b")`, where each value is compared by itself. */
  #comparison(path: string[], operator: Operator): Query {
    const compare = (): Query => {
      const token = this.#takeOperand();
      return { kind: 'compare', path, operator, value: literalOf(token), quoted: token.kind === 'string' };
    };
    const nested = (): Query => {
      if (this.#take('open')) return this.#closed(this.#conjunction(() => this.#unary(nested)));
      return compare();
    };
    return this.#take('open') ? this.#closed(this.#conjunction(() => this.#unary(nested))) : compare();
  }

  #call(name: string): Query {
    this.#take('open');
    const values: string[] = [];
    while (!this.#take('close')) {
      values.push(literalOf(this.#takeOperand()));
      if (!this.#take('comma') && this.#peek().kind !== 'close') throw this.#error();
    }
    if (!knownFunctions.has(name.toLowerCase()))
      throw new FilterError(`Unparseable filter: unknown function \`${name}\``);
    return { kind: 'call', name: name.toLowerCase(), values };
  }

  #closed(query: Query): Query {
    if (!this.#take('close')) throw this.#error();
    return query;
  }

  #takeOperand(): Token {
    const token = this.#peek();
    const isWord = token.kind === 'text' && !/^(?:AND|OR|NOT)$/.test(token.text);
    if (token.kind !== 'string' && !isWord) throw this.#error();
    this.#next += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    const isIt = this.#peek().kind === 'text' && this.#peek().text === word;
    if (isIt) this.#next += 1;
    return isIt;
  }

  #take(kind: Token['kind']): Token | undefined {
    const token = this.#peek();
    if (token.kind !== kind) return undefined;
    this.#next += 1;
    return token;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 };
  }

  #error(): FilterError {
    const { text, at } = this.#peek();
    return new FilterError(`Unparseable filter: syntax error at position ${at}, token \`${text || 'end of filter'}\``);
  }
}

const knownFunctions = new Set(['log_id', 'source', 'sample', 'search', 'ip_in_net']);

function group(kind: 'and' | 'or', parts: Query[]): Query {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}

function literalOf({ kind, text }: Token): string {
  return kind === 'string' ? unquoted(text) : text.replace(/\\(.)/g, '$1');
}

/** `labels."compute.googleapis.com/root_trigger_id"` is two segments. */
function pathOf(text: string): string[] {
  const found = text.match(/"(?:[^"\\]|\\.)*"|[^."]+/g) ?? [];
  return found.map((segment) => (segment.startsWith('"') ? unquoted(segment) : segment.replace(/\\(.)/g, '$1')));
}
