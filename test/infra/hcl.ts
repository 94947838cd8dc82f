/** As much of HCL as Terraform modules are written in: blocks, attributes, and expressions as their text. */
export interface Block {
  type: string;
  labels: string[];
  attributes: Map<string, string>;
  blocks: Block[];
}

export function parseHcl(text: string): Block[] {
  const reader = new Reader(text);
  const root: Block = { type: 'root', labels: [], attributes: new Map(), blocks: [] };
  reader.readBody(root);
  return root.blocks;
}

/** `var.name`, `local.labels`, `google_pubsub_topic.nodes`, `data.google_project.home` … named in an expression. */
export function referencesIn(expression: string): string[] {
  const found = codeOf(expression).matchAll(
    /(?<![\w.\]"-])((?:var|local|module)\.\w+|data\.\w+\.\w+|[a-z]+_[a-z0-9_]+\.(?!value\b|key\b)\w+)/g,
  );
  return [...found].map(([, name = '']) => name);
}

/** The text of an expression without its literals: of a template only what stands in `${…}` is left. */
export function codeOf(expression: string): string {
  let code = '';
  for (let at = 0; at < expression.length; ) {
    const end = endOfText(expression, at);
    if (end === at) code += expression[at++];
    else {
      code += `"" ${interpolationsIn(expression.slice(at, end)).map(codeOf).join(' ')} `;
      at = end;
    }
  }
  return code;
}

function interpolationsIn(template: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < template.length; at++) {
    if (template[at] !== '$' || template[at + 1] !== '{') continue;
    if (template[at - 1] === '$') continue;
    const end = endOfBraces(template, at + 1);
    found.push(template.slice(at + 2, end - 1));
    at = end - 1;
  }
  return found;
}

/** Where the string or here-document that begins at `at` ends; `at` itself when none begins there. */
function endOfText(text: string, at: number): number {
  if (text[at] === '"') return endOfString(text, at);
  const hereDocument = /^<<-?(\w+)\n/.exec(text.slice(at, at + 80));
  if (!hereDocument) return at;
  const close = new RegExp(`^[ \\t]*${hereDocument[1]}$`, 'm');
  const rest = text.slice(at + hereDocument[0].length);
  const closing = close.exec(rest);
  if (!closing) throw new SyntaxError(`the here-document \`${hereDocument[1]}\` is not closed`);
  return at + hereDocument[0].length + closing.index + closing[0].length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '$' && text[at + 1] === '{') at = endOfBraces(text, at + 1) - 1;
    else if (text[at] === '"') return at + 1;
  }
  throw new SyntaxError('a string is not closed');
}

function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') at = endOfString(text, at) - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  throw new SyntaxError('a brace is not closed');
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readBody(into: Block): void {
    for (;;) {
      this.#skipBlank();
      if (this.#at >= this.#text.length || this.#text[this.#at] === '}') return;
      this.#readItem(into);
    }
  }

  #readItem(into: Block): void {
    const type = this.#take(/[A-Za-z_][\w-]*/y);
    const labels: string[] = [];
    for (let label = this.#try(/[ \t]*"([^"]*)"/y); label !== undefined; label = this.#try(/[ \t]*"([^"]*)"/y))
      labels.push(label.trim().slice(1, -1));
    if (this.#try(/[ \t]*=(?!=)/y) !== undefined) {
      into.attributes.set(type, this.#readExpression());
      return;
    }
    this.#take(/[ \t]*\{/y);
    const block: Block = { type, labels, attributes: new Map(), blocks: [] };
    this.readBody(block);
    this.#take(/\}/y);
    into.blocks.push(block);
  }

  /** To the end of the line on which all brackets are closed again. */
  #readExpression(): string {
    const start = this.#at;
    let depth = 0;
    while (this.#at < this.#text.length) {
      const end = endOfText(this.#text, this.#at);
      if (end > this.#at) {
        this.#at = end;
        continue;
      }
      const character = this.#text[this.#at] ?? '';
      if (depth === 0 && (character === '\n' || character === '}')) break;
      if ('([{'.includes(character)) depth++;
      if (')]}'.includes(character)) depth--;
      if (this.#try(/#[^\n]*/y) === undefined) this.#at++;
    }
    return this.#text.slice(start, this.#at).trim();
  }

  #skipBlank(): void {
    while (this.#try(/\s+|#[^\n]*|\/\/[^\n]*/y) !== undefined);
  }

  #take(pattern: RegExp): string {
    const found = this.#try(pattern);
    if (found !== undefined) return found;
    throw new SyntaxError(`expected ${pattern} at \`${this.#text.slice(this.#at, this.#at + 40)}\``);
  }

  #try(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
