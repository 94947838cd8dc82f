import { Composer, type Document, Parser } from 'yaml';
import { keepFirstError } from './first-error.ts';
import { lexemesOf } from './lexer.ts';
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
  resolveKnownTags: false,
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** The library's mark before the text of a scalar. */
const scalarFollows = '\x1f';

/** The first document of the text, as kubectl takes it; `document: null` without a problem when there is none. */
export function composeFirst(text: string): Composed {
  const parser = new Parser();
  const composer = keepFirstError(new Composer(options));
  let aliases = 0;
  let before = '';
  for (const lexeme of lexemesOf(text)) {
    const indicator = before === scalarFollows ? '' : lexeme;
    if (indicator.startsWith('*')) aliases += 1;
    const problem = refusal(indicator, parser.stack.length, aliases);
    if (problem !== undefined) return { document: null, problem: { offset: parser.offset, message: problem } };
    before = lexeme;
    const composed = composedOf(parser.next(lexeme), composer);
    if (composed) return composed;
  }
  return composedOf(parser.end(), composer) ?? endOf(composer);
}

/** Called for each token of a file, so no list is made. Behind a slip nothing is read: each of a million more is an Error. */
function composedOf(tokens: ReturnType<Parser['next']>, composer: Composer): Composed | undefined {
  for (const token of tokens) {
    const document = first(composer.next(token));
    if (document) return resultOf(document);
    if (token.type === 'error') return endOf(composer);
  }
  return undefined;
}

function endOf(composer: Composer): Composed {
  const document = first(composer.end());
  if (document) return resultOf(document);
  const [error] = composer.streamInfo().errors;
  return { document: null, problem: error ? { offset: error.pos[0], message: error.message } : null };
}

function first(documents: Iterable<Document.Parsed>): Document.Parsed | undefined {
  for (const document of documents) return document;
  return undefined;
}

/** A level is a collection in another, so the parser's stack holds about one entry a level. */
function refusal(indicator: string, stackSize: number, aliases: number): string | undefined {
  if (indicator.startsWith('%')) return `kubectl reads no directive such as \`${indicator}\`: remove the line`;
  if (stackSize > limits.depth + 2) return `nested more than ${limits.depth} levels deep`;
  if (aliases > limits.aliasesPerDocument) return `more than ${limits.aliasesPerDocument} aliases in a document`;
  return undefined;
}

function resultOf(document: Document.Parsed): Composed {
  const [error] = document.errors;
  if (error === undefined) return { document, problem: null };
  return { document: null, problem: { offset: error.pos[0], message: error.message } };
}
