import { Lexer } from 'yaml';

type Rule = () => Generator<string, unknown>;
interface Insides {
  indentNext: number;
  parseFlowCollection: Rule;
  parseQuotedScalar: Rule;
}

/**
 * The tokens of a text. kubectl lets brackets and quotes go on at any indentation, where the library wants them deeper
 * than their parent; inside of them it is told that there is no parent.
 */
export function lexemesOf(text: string): Iterable<string> {
  const lexer = new Lexer();
  const insides = lexer as unknown as Insides;
  insides.parseFlowCollection = withoutIndent(insides, insides.parseFlowCollection.bind(lexer));
  insides.parseQuotedScalar = withoutIndent(insides, insides.parseQuotedScalar.bind(lexer));
  return lexer.lex(text);
}

function withoutIndent(insides: Insides, rule: Rule): Rule {
  return function* () {
    const { indentNext } = insides;
    insides.indentNext = 0;
    const next = yield* rule();
    insides.indentNext = indentNext;
    return next;
  };
}
