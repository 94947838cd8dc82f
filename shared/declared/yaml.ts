import type { Document } from 'yaml';
import type { DeclarationProblem } from '../model/declared.ts';
import type { Json } from '../model/json.ts';
import type { Source } from '../model/source.ts';
import { composeFirst, type TextProblem } from './compose.ts';
import { type DocumentText, splitDocuments } from './documents.ts';
import { splitJson } from './json-documents.ts';
import { limits } from './limits.ts';
import { offsetOf } from './positions.ts';
import { toJson } from './to-json.ts';

export interface ParsedDocument {
  value: Json;
  source: Source;
  locate(path: string): Source;
}

export interface ParsedFile {
  documents: ParsedDocument[];
  problems: DeclarationProblem[];
  warnings: DeclarationProblem[];
}

/** Reads a file as kubectl would; documents that are empty, or only comments, are left out. */
export function parseFile(bytes: Buffer, file: string): ParsedFile {
  const decoded = decode(bytes);
  if ('problem' in decoded) return failed(file, decoded.problem, decoded.line);
  const { documents, problem } = decoded.text.trimStart().startsWith('{')
    ? splitJson(decoded.text)
    : splitDocuments(decoded.text);
  const parsed = documents.slice(0, limits.documentsPerFile).map((part) => parsePart(part, file));
  const problems = parsed.flatMap((part) => part.problems);
  if (documents.length > limits.documentsPerFile) {
    problems.push(...failed(file, `more than ${limits.documentsPerFile} documents in one file: split it`, 0).problems);
  }
  if (problem) problems.push(...failed(file, problem.message, problem.line, problem.column).problems);
  return {
    documents: parsed.flatMap((part) => part.documents),
    problems,
    warnings: parsed.flatMap((part) => part.warnings),
  };
}

function parsePart(part: DocumentText, file: string): ParsedFile {
  const at = (problem: TextProblem) => ({ source: sourceAt(part, file, problem.offset), message: problem.message });
  const { document, problem } = composeFirst(part.text);
  if (problem) return { documents: [], problems: [at(problem)], warnings: [] };
  if (document === null) return { documents: [], problems: [], warnings: [] };
  const { value, problems, warnings } = toJson(document.contents);
  const parsed = value === null || problems.length > 0 ? [] : [documentAt(part, file, document, value)];
  return { documents: parsed, problems: problems.map(at), warnings: warnings.map(at) };
}

/** The tree that knows the places is made again when one is asked for: few are, and it would fill the memory. */
function documentAt(part: DocumentText, file: string, document: Document.Parsed, value: Json): ParsedDocument {
  const source = sourceAt(part, file, document.contents?.range?.[0] ?? 0);
  const locate = (path: string) => {
    const again = composeFirst(part.text).document;
    return again === null ? source : sourceAt(part, file, offsetOf(again, path));
  };
  return { value, source, locate };
}

function sourceAt({ text, startLine }: DocumentText, file: string, offset: number): Source {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lines = before.length === 0 ? 0 : before.split('\n').length - 1;
  return { file, line: startLine + lines + 1, column: offset - lineStart + 1 };
}

function failed(file: string, message: string, line: number, column = 0): ParsedFile {
  const source = { file, line: line + 1, column: column + 1 };
  return { documents: [], problems: [{ source, message }], warnings: [] };
}

type Decoded = { text: string } | { problem: string; line: number };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

function decode(bytes: Buffer): Decoded {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'not text in UTF-8: save it as UTF-8', line: 0 };
  }
  const found = control.exec(text);
  if (found === null) return { text: text.replace(/\r\n?/g, '\n') };
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const line = text.slice(0, found.index).split('\n').length - 1;
  return { problem: `a control character, \`U+${code}\`, which YAML does not allow: remove it`, line };
}
