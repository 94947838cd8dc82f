import { ServiceFailure } from '../service/failure.ts';

type Attributes = Readonly<Record<string, string>>;
type Predicate = (attributes: Attributes) => boolean;

/** The filter of a subscription: `attributes:k`, `attributes.k = "v"`, `!=`, `hasPrefix(attributes.k, "v")`, AND, OR, NOT. */
export function compileAttributeFilter(text: string): Predicate {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|!=|[=:.,()]|-(?=\w)|[\w-]+/g) ?? [];
  const reader = new Reader(tokens, text);
  const predicate = tokens.length ? reader.either() : () => true;
  reader.finish();
  return predicate;
}

class Reader {
  readonly #tokens: string[];
  readonly #text: string;

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = [...tokens];
    this.#text = text;
  }

  either(): Predicate {
    const parts = [this.#all()];
    while (this.#take('OR')) parts.push(this.#all());
    return (attributes) => parts.some((part) => part(attributes));
  }

  finish(): void {
    if (this.#tokens.length) this.#fail();
  }

  #all(): Predicate {
    const parts = [this.#one()];
    while (this.#take('AND')) parts.push(this.#one());
    return (attributes) => parts.every((part) => part(attributes));
  }

  #one(): Predicate {
    if (this.#take('NOT') || this.#take('-')) {
      const part = this.#one();
      return (attributes) => !part(attributes);
    }
    if (this.#take('(')) {
      const inner = this.either();
      this.#expect(')');
      return inner;
    }
    return this.#take('hasPrefix') ? this.#prefix() : this.#attribute();
  }

  #prefix(): Predicate {
    this.#expect('(', 'attributes', '.');
    const key = this.#word();
    this.#expect(',');
    const prefix = this.#word();
    this.#expect(')');
    return (attributes) => attributes[key]?.startsWith(prefix) ?? false;
  }

  #attribute(): Predicate {
    this.#expect('attributes');
    if (this.#take(':')) {
      const key = this.#word();
      return (attributes) => Object.hasOwn(attributes, key);
    }
    this.#expect('.');
    const key = this.#word();
    const isNegative = this.#take('!=');
    if (!isNegative) this.#expect('=');
    const value = this.#word();
    return (attributes) =>
      isNegative ? Object.hasOwn(attributes, key) && attributes[key] !== value : attributes[key] === value;
  }

  #word(): string {
    const token = this.#tokens.shift();
    if (token === undefined) return this.#fail();
    return token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
  }

  #take(word: string): boolean {
    if (this.#tokens[0] !== word) return false;
    this.#tokens.shift();
    return true;
  }

  #expect(...words: string[]): void {
    for (const word of words) if (!this.#take(word)) this.#fail();
  }

  #fail(): never {
    throw new ServiceFailure(
      'INVALID_ARGUMENT',
      `Invalid filter: \`${this.#text}\` near \`${this.#tokens[0] ?? 'its end'}\``,
    );
  }
}
