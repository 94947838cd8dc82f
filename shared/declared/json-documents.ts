import { messageOf } from '../errors.ts';
import type { DocumentText, SplitFile } from './documents.ts';
import { limits } from './limits.ts';

/** A file of JSON; `rest`: what begins with the first thing in it that is none. */
interface SplitJson extends SplitFile {
  rest: DocumentText | null;
}

/** A file that begins with `{` is JSON to kubectl, and may hold several objects one after the other. */
export function splitJson(text: string): SplitJson {
  const documents: SplitFile['documents'] = [];
  let rest = text;
  let startLine = 0;
  while (rest.trim() !== '' && documents.length <= limits.documentsPerFile) {
    const { end, problem, isJson } = endOfValue(rest);
    if (problem !== null) {
      const broken = { text: rest, startLine };
      return { documents, problem: placed(broken, end, problem), rest: isJson ? null : broken };
    }
    documents.push({ text: rest.slice(0, end), startLine });
    startLine += rest.slice(0, end).split('\n').length - 1;
    rest = rest.slice(end);
  }
  return { documents, problem: null, rest: null };
}

function endOfValue(text: string): { end: number; problem: string | null; isJson: boolean } {
  try {
    JSON.parse(text, refuseInfinite);
    return { end: text.length, problem: null, isJson: true };
  } catch (error) {
    const message = messageOf(error);
    const end = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
    const isWhole = message.startsWith('Unexpected non-whitespace character after JSON');
    const problem = isWhole ? null : message.replace(/ in JSON at position.*| at position.*/s, '');
    return { end, problem, isJson: isWhole || !(error instanceof SyntaxError) };
  }
}

function refuseInfinite(_key: string, value: unknown, context?: { source: string }): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new RangeError(`the number \`${context?.source}\` is too large`);
}

function placed({ text, startLine }: DocumentText, end: number, why: string): SplitFile['problem'] {
  const before = text.slice(0, end);
  return {
    line: startLine + before.split('\n').length - 1,
    column: end - before.lastIndexOf('\n') - 1,
    message: `neither JSON, which kubectl expects in a file that begins with \`{\`, nor YAML: ${why}`,
  };
}
