import { Composer, type Document, Lexer, Parser } from 'yaml';
import { limits } from './limits.ts';

/** Something is wrong at an offset into the text. */
export interface TextProblem {
  offset: number;
  message: string;
}

export type Composed = { document: Document.Parsed; problem: null } | { document: null; problem: TextProblem | null };

/** Every scalar stays text, every tag is kept: what they mean is kubectl's to say, not the library's. */
const options = {
  schema: 'failsafe',
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** The first document of the text; `document: null` without a problem when there is none. */
export function composeFirst(text: string): Composed {
  const parser = new Parser();
  const composer = new Composer(options);
  let aliases = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('*')) aliases += 1;
    const problem = overLimit(parser.stack.length, aliases);
    if (problem !== undefined) return { document: null, problem: { offset, message: problem } };
    for (const token of parser.next(lexeme)) {
      for (const document of composer.next(token)) return resultOf(document);
    }
    offset = parser.offset;
  }
  for (const token of parser.end()) {
    for (const document of composer.next(token)) return resultOf(document);
  }
  for (const document of composer.end()) return resultOf(document);
  const [error] = composer.streamInfo().errors;
  return { document: null, problem: error ? { offset: error.pos[0], message: error.message } : null };
}

/** A level is a collection and the item in it, so the parser's stack holds about one entry a level. */
function overLimit(stackSize: number, aliases: number): string | undefined {
  if (stackSize > limits.depth + 2) return `nested more than ${limits.depth} levels deep`;
  if (aliases > limits.aliasesPerDocument) return `more than ${limits.aliasesPerDocument} aliases in a document`;
  return undefined;
}

function resultOf(document: Document.Parsed): Composed {
  const [error] = document.errors;
  if (error === undefined) return { document, problem: null };
  return { document: null, problem: { offset: error.pos[0], message: error.message } };
}
