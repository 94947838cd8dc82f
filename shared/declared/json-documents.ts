import { messageOf } from '../errors.ts';
import type { SplitFile } from './documents.ts';
import { limits } from './limits.ts';

/** A file that begins with `{` is JSON to kubectl, strictly, and may hold several objects one after the other. */
export function splitJson(text: string): SplitFile {
  const documents: SplitFile['documents'] = [];
  let rest = text;
  let startLine = 0;
  while (rest.trim() !== '' && documents.length <= limits.documentsPerFile) {
    const { end, problem } = endOfValue(rest);
    if (problem !== null) return { documents, problem: placed(rest, startLine, end, problem) };
    documents.push({ text: rest.slice(0, end), startLine });
    startLine += rest.slice(0, end).split('\n').length - 1;
    rest = rest.slice(end);
  }
  return { documents, problem: null };
}

function endOfValue(text: string): { end: number; problem: string | null } {
  try {
    JSON.parse(text, refuseInfinite);
    return { end: text.length, problem: null };
  } catch (error) {
    const message = messageOf(error);
    const end = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
    const isNext = message.startsWith('Unexpected non-whitespace character after JSON') && text[end] === '{';
    return { end, problem: isNext ? null : message.replace(/ in JSON at position.*| at position.*/s, '') };
  }
}

function refuseInfinite(_key: string, value: unknown, context?: { source: string }): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new RangeError(`the number \`${context?.source}\` is too large`);
}

function placed(text: string, startLine: number, end: number, problem: string) {
  const before = text.slice(0, end);
  return {
    line: startLine + before.split('\n').length - 1,
    column: end - before.lastIndexOf('\n') - 1,
    message: `not JSON, which kubectl expects in a file that begins with \`{\`: ${problem}`,
  };
}
